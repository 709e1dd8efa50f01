"""The article that this site grew from: everything it claims has its page, and none of its sentences is here."""

import hashlib
import re
from pathlib import Path

import pytest

from portal.shelf.pages import Article, Benefit, Condition, Guide, Page, Risk
from portal.shelf.published import Published
from portal.shelf.rows import ROWS
from portal.shelf.treatments import Procedure
from portal.text.references import Ref

pytestmark = [pytest.mark.usefixtures("site", "db")]

# The article's promises in words of our own, each with the claim of the overview that answers it.
CLAIMS = {
    "surgery through small cuts changed the treatment of back trouble": "a-big-change",
    "cuts are smaller and tissue is spared": "smaller-cuts",
    "special instruments and imaging guide the surgeon": "special-tools",
    "there is less pain after the operation": "less-pain",
    "people recover faster": "faster-recovery",
    "the stay in hospital is shorter": "shorter-stay",
    "people are back to normal life sooner": "back-to-daily-life",
    "long-lasting back pain is treated well": "long-lasting-back-pain",
    "slipped discs can be treated": "treats-slipped-disc",
    "narrowed canals can be treated": "treats-narrowing",
    "worn discs can be treated": "treats-disc-changes",
    "taking out a piece of disc eases pain": "microdiscectomy-relieves",
    "fusing vertebrae eases pain": "fusion-relieves",
    "spacers ease pain": "spacer-relieves",
    "relief lasts": "lasting-relief",
    "pulling muscle aside makes healing slow": "slower-healing-when-open",
    "quality of life gets better": "better-quality-of-life",
    "the surgeon works precisely": "precision",
    "the surgeon aims at the very place": "exact-spot",
    "there are fewer infections": "fewer-infections",
    "there is less bleeding": "less-bleeding",
    "there are fewer complications": "fewer-complications",
    "a qualified specialist should be asked": "see-a-specialist",
    "scans and an examination belong to a thorough assessment": "full-assessment",
    "the plan should fit needs and life": "a-plan-for-you",
    "methods go on advancing": "methods-move-on",
}
PAGES = {
    Condition: {
        *("slipped-disc", "sciatica", "spinal-stenosis", "disc-changes", "slipped-vertebra", "long-lasting-back-pain"),
        *("neck-nerve-arm-pain", "broken-vertebra", "cauda-equina"),
    },
    Procedure: {
        *("microdiscectomy", "tubular-discectomy", "endoscopic-discectomy", "decompression", "interspinous-spacer"),
        *("spinal-fusion", "fusion-from-side-or-front"),
        *("exercise-and-physiotherapy", "medicines", "injections", "waiting"),
    },
    Benefit: {
        *("smaller-cuts", "less-pain", "less-bleeding", "shorter-stay", "faster-return", "fewer-infections"),
        *("fewer-complications", "precision-and-imaging", "long-lasting-relief", "quality-of-life"),
        "chronic-back-pain",
    },
    Risk: {
        *("infection", "bleeding", "nerve-injury", "lining-tear", "blood-clots", "problem-coming-back"),
        *("another-operation", "bones-not-joining", "next-level", "lasting-pain", "anaesthetic-and-x-rays", "dying"),
    },
    Guide: {
        *("is-surgery-for-me", "what-minimally-invasive-means", "choosing-a-specialist", "the-assessment"),
        *("questions-to-ask", "your-plan", "consent", "second-opinion", "your-medicines", "getting-ready", "the-day"),
        *("first-two-weeks", "weeks-2-to-12", "back-to-life", "if-it-does-not-help", "pain-sleep-mood"),
        *("family-and-carers", "choosing-a-specialist-gb", "choosing-a-specialist-us"),
    },
    Article: {"home", "overview", "about", "privacy", "accessibility", "disclaimer"},
}
RUNS = frozenset((Path(__file__).parent / "article_runs.txt").read_text(encoding="ascii").split())
RUN_LENGTH = 8


@pytest.mark.parametrize(("model", "slugs"), PAGES.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_every_topic_of_the_article_has_its_page(model: type[Page], slugs: set[str]) -> None:
    assert slugs <= set(model.objects.values_list("slug", flat=True))


@pytest.mark.parametrize("claim", CLAIMS.values(), ids=CLAIMS.keys())
def test_every_claim_of_the_article_is_answered_in_the_overview_and_leads_to_published_pages(claim: str) -> None:
    overview = Article.objects.get(slug="overview")
    row = {row["id"]: row for row in overview.claims}[claim]
    assert row["answer"]
    refs = [Ref.parse(text) for text in row["pages"]]
    assert refs
    for ref in refs:
        address = ROWS[ref.kind].objects.at("en", ref).get().get_absolute_url()
        assert f'href="{address}"' in overview.edition.html


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", re.sub(r"<[^>]+>", " ", text).lower())


def _runs(text: str) -> set[str]:
    words = _words(text)
    return {
        hashlib.sha256(" ".join(words[start : start + RUN_LENGTH]).encode()).hexdigest()[:16]
        for start in range(len(words) - RUN_LENGTH + 1)
    }


def _shown(row: Published) -> str:
    return " ".join(
        [row.edition.html, *(str(getattr(row, field.name)) for field in row._meta.get_fields() if field.concrete)]
    )


def test_no_eight_words_in_a_row_of_the_article_stand_anywhere_on_the_site() -> None:
    for row_class in ROWS.values():
        for row in row_class.objects.select_related("edition"):
            assert not _runs(_shown(row)) & RUNS, row


def test_the_hashes_would_notice_a_sentence_of_the_article() -> None:
    """The list is of this article: a run that it holds is told from one that it does not."""
    assert len(RUNS) == 399
    assert not _runs("these eight words are surely not in it") & RUNS
