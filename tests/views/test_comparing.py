"""Choices side by side: each figure under the choice that had it, and nothing of two studies beside each other."""

import html
import re
from dataclasses import dataclass

import html5lib
import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from portal.desk.documents import Document
from portal.desk.press.composing import NotPublishable
from portal.desk.press.projection import take_off
from portal.shelf.comparing import compare
from portal.shelf.counter import Counter
from portal.shelf.decisions import Decision
from portal.text.references import Ref
from tests.paper.reading import opened, tagged, words, words_of
from tests.paper.web import words_for_paper
from tests.views.conftest import SITE, Publish

ADDRESS, SHEET = "/decisions/narrow-canal/", "/decisions/narrow-canal.comparison.pdf"
STAY = """---
format: 1
title: {title}
summary: About {slug}.
short_answer: This is {slug}. More is said later.
{more}treats:
  - spinal-stenosis
---

## What it is

Words about {slug}.
{end}"""
OPERATION = """is_operation: true
stay: 1-4
duration: 60-120
recovery:
  - id: up-and-walking
    activity: Get up and walk
    range: 0-1
    unit: days
may_not_suit:
  - your back hurts but your legs do not
"""
LASTING = """---
format: 1
label:
  en: Daily life at five years
shape: {shape}
design: randomised_trial
population:
  en: 267 people
{figures}industry_tie: not_seen
certainty: not_rated
source: moojen-2013
seen_at: abstract at PubMed
seen_on: 2026-11
---
"""
GROUPS = """arms:
  - id: alone
    name:
      en: nerves freed alone
    percent: 61
  - id: fused
    name:
      en: nerves freed and fused
    percent: 63
"""
ONE_GROUP = """arms:
  - id: alone
    name:
      en: nerves freed alone
    percent: 18
"""
DECISION = """---
format: 1
title: A narrow canal side by side
summary: Each choice by the same questions.
short_answer: You have several choices. None is the best one for everybody.
condition: spinal-stenosis
options:
  - waiting
  - interspinous-spacer
  - decompression
  - fusion
  - magnets
{first}comparisons:
  - id: again
    finding: moojen-2013-another-operation
    about: harm
    first: interspinous-spacer
    first_group: spacer
    second: decompression
    second_group: decompression
  - id: daily-life
    finding: daily-life
    about: gain
    first: decompression
    first_group: alone
    second: fusion
    second_group: fused
  - id: eight-years
    finding: eight-years
    about: harm
    first: decompression
    first_group: alone
in_words:
  - id: waiting
    option: waiting
    about: gain
    finding: course
  - id: waiting-harm
    option: waiting
    about: harm
    finding: nobody-counted
  - id: fusion-harm
    option: fusion
    about: harm
    finding: nobody-counted
what_matters:
  - id: walk
    statement: I want to walk further.
---

## What may tip the scales

Ask about it [@moojen-2013].
"""
AT_FIRST = "at_first:\n  - interspinous-spacer\n  - decompression\n"
TREATMENTS = {"waiting": "", "decompression": OPERATION, "fusion": "is_operation: true\n", "magnets": ""}


def treatment(slug: str, more: str = "", title: str = "") -> str:
    """A treatment as a document, which shows its recovery where it has one."""
    end = "\n::: recovery\n:::\n" if "recovery" in more else ""
    return STAY.format(slug=slug, title=title or slug.capitalize(), more=more, end=end)


COMPARED = SITE | {
    "en/decisions/narrow-canal.md": DECISION.format(first=AT_FIRST),
    "all/findings/daily-life.md": LASTING.format(shape="two_counts", figures=GROUPS),
    "all/findings/eight-years.md": LASTING.format(shape="one_count", figures=ONE_GROUP).replace(
        "Daily life at five", "Operated again by eight"
    ),
    "all/findings/course.md": LASTING.format(shape="words", figures="says:\n  en: Many stay the same.\n"),
    "all/findings/nobody-counted.md": LASTING.format(
        shape="not_counted", figures="who_looked:\n  en: a review\nsays:\n  en: Nobody counted the harm.\n"
    ),
    **{f"en/procedures/{slug}.md": treatment(slug, more) for slug, more in TREATMENTS.items()},
}
SPACER = "A spacer between the bones"


@dataclass(frozen=True)
class Table:
    """A comparison as a screen reader has it: the choices, and for each question what stands under each of them."""

    choices: list[str]
    lines: dict[str, dict[str, str]]


def said(element: object) -> str:
    return " ".join("".join(element.itertext()).split())


def table(page: str) -> Table:
    root = html5lib.parse(page, namespaceHTMLElements=False)
    found = next(each for each in root.iter("table") if each.get("class") == "comparison-table")
    choices = [said(head) for head in list(found.find("thead").iter("th"))[1:]]
    lines = {}
    for row in found.iter("tr"):
        cells = row.findall("td")
        if cells:
            # Each cell also names its choice, for narrow screens.
            assert [said(cell.find("p")) for cell in cells] == choices
            name = " ".join((row.find("th").text or "").split())
            lines[name] = {
                choice: said(cell).removeprefix(choice).strip() for choice, cell in zip(choices, cells, strict=True)
            }
    return Table(choices, lines)


@pytest.fixture
def compared(publish: Publish) -> None:
    publish(COMPARED)


def shown(client: Client, asked: str = "") -> Table:
    response = client.get(ADDRESS + asked)
    assert response.status_code == 200
    return table(response.content.decode())


def test_each_figure_stands_under_the_choice_that_its_group_had(client: Client, compared: None) -> None:
    found = shown(client, "?choices=interspinous-spacer,decompression,fusion")
    assert found.choices == [SPACER, "Decompression", "Fusion"]
    assert found.lines["Another operation"] == {
        SPACER: "29 of 100 A spacer",
        "Decompression": "8 of 100 Decompression",
        "Fusion": "Not compared directly",
    }
    assert found.lines["Daily life at five years"] == {
        SPACER: "Not compared directly",
        "Decompression": "61 of 100 Nerves freed alone",
        "Fusion": "63 of 100 Nerves freed and fused",
    }
    assert found.lines["Operated again by eight years"]["Decompression"] == "18 of 100 Nerves freed alone"
    assert found.lines["Operated again by eight years"][SPACER] == "Not compared directly"


def test_groups_in_another_order_stay_with_their_choices(client: Client, publish: Publish) -> None:
    name = "all/findings/daily-life.md"
    alone, fused = GROUPS.split("  - id: fused", 1)
    turned = "arms:\n  - id: fused" + fused + alone.removeprefix("arms:\n")
    publish(COMPARED | {name: LASTING.format(shape="two_counts", figures=turned)})
    assert shown(client, "?choices=decompression,fusion").lines["Daily life at five years"] == {
        "Decompression": "61 of 100 Nerves freed alone",
        "Fusion": "63 of 100 Nerves freed and fused",
    }


def test_a_line_of_two_is_shown_only_with_both_of_them(client: Client, compared: None) -> None:
    lines = shown(client, "?choices=waiting,decompression").lines
    assert "Another operation" not in lines
    assert "Daily life at five years" not in lines
    assert lines["Operated again by eight years"]["Waiting"] == "Not compared directly"


def test_the_same_questions_are_answered_for_each_choice(client: Client, compared: None) -> None:
    lines = shown(client, "?choices=waiting,decompression").lines
    assert lines["What it is"] == {"Waiting": "This is waiting.", "Decompression": "This is decompression."}
    assert lines["Is it an operation?"] == {"Waiting": "No", "Decompression": "Yes"}
    assert lines["Nights in hospital"] == {"Waiting": "Not stated", "Decompression": "1 to 4 nights"}
    assert lines["How long it takes"] == {"Waiting": "Not stated", "Decompression": "1 to 2 hours"}
    assert lines["Getting back to things"]["Decompression"] == "Get up and walk: the same day or the next"
    assert lines["It may not suit you if…"]["Decompression"] == "your back hurts but your legs do not"
    assert "So that you feel no pain" not in lines


def test_gains_and_harms_in_words_stand_apart(client: Client, compared: None) -> None:
    page = client.get(ADDRESS + "?choices=waiting,fusion").content.decode()
    assert page.index("What people gain") < page.index("Many stay the same.") < page.index("What can go wrong")
    assert page.index("What can go wrong") < page.index("Nobody counted the harm.")


@pytest.mark.parametrize(
    ("asked", "choices"),
    [
        ("", [SPACER, "Decompression"]),
        ("?choices=", [SPACER, "Decompression"]),
        ("?choices=fusion,waiting", ["Waiting", "Fusion"]),
        ("?choices=fusion&choices=waiting", ["Waiting", "Fusion"]),
        ("?choices=fusion,%20waiting,fusion", ["Waiting", "Fusion"]),
        ("?choices=waiting,fusion,nothing", ["Waiting", "Fusion"]),
        ("?choices=fusion", [SPACER, "Decompression"]),
        ("?choices=nothing,neither", [SPACER, "Decompression"]),
        ("?choices=waiting,interspinous-spacer,decompression,fusion,magnets",
         ["Waiting", SPACER, "Decompression", "Fusion"]),
        ("?choice=fusion,waiting&x=1", [SPACER, "Decompression"]),
        ("?choices=%00,%F0%9F,<script>alert(1)</script>", [SPACER, "Decompression"]),
        ("?choices=" + "a," * 3000, [SPACER, "Decompression"]),
        ("?" + "choices=x&" * 500, [SPACER, "Decompression"]),
    ],
    ids=["bare", "empty", "two", "repeated", "twice", "one unknown", "one", "unknown", "too many", "other names",
         "hostile", "long", "many"],
)  # fmt: skip
def test_the_address_says_which_choices_and_nothing_else_counts(
    client: Client, compared: None, asked: str, choices: list[str]
) -> None:
    page = client.get(ADDRESS + asked).content.decode()
    assert table(page).choices == choices
    assert "alert(1)" not in page
    assert '<link rel="canonical" href="http://testserver/decisions/narrow-canal/">' in page


def test_too_few_and_too_many_are_told_kindly(client: Client, compared: None) -> None:
    few, many = "One choice alone cannot be compared", "At most four fit side by side"
    for asked, notes in {
        "": [False, False],
        "?choices=fusion": [True, False],
        "?choices=fusion,waiting": [False, False],
        "?choices=waiting,interspinous-spacer,decompression,fusion,magnets": [False, True],
    }.items():
        page = client.get(ADDRESS + asked).content.decode()
        assert [few in page, many in page] == notes, asked


def test_without_a_first_choice_of_the_writer_the_first_four_are_shown(client: Client, publish: Publish) -> None:
    publish(COMPARED | {"en/decisions/narrow-canal.md": DECISION.format(first="")})
    assert shown(client).choices == ["Waiting", SPACER, "Decompression", "Fusion"]


def test_the_form_asks_by_the_address_and_shows_what_is_ticked(client: Client, compared: None) -> None:
    page = client.get(ADDRESS + "?choices=fusion,waiting").content.decode()
    form = re.search(r"<form.*?</form>", page, re.DOTALL)[0]
    assert 'method="get"' in form
    assert f'action="{ADDRESS}#side-by-side"' in form
    assert "csrf" not in form
    boxes = re.findall(r"<input[^>]*>", form)
    ticked = {re.search(r'value="([^"]+)"', box)[1]: " checked" in box for box in boxes}
    assert ticked == {
        "waiting": True, "interspinous-spacer": False, "decompression": False, "fusion": True, "magnets": False,
    }  # fmt: skip
    assert {re.search(r'name="([^"]+)"', box)[1] for box in boxes} == {"choices"}
    assert "name" not in re.search(r"<button[^>]*>", form)[0]


def test_a_choice_that_is_not_published_is_left_out(client: Client, compared: None) -> None:
    take_off(Document.objects.get(slug="decompression"))
    page = client.get(ADDRESS + "?choices=waiting,decompression,fusion").content.decode()
    assert table(page).choices == ["Waiting", "Fusion"]
    assert 'value="decompression"' not in page
    # What was to be shown at first is one short now.
    assert shown(client).choices == ["Waiting", SPACER, "Fusion", "Magnets"]


def test_with_fewer_than_two_choices_there_is_no_comparison(client: Client, compared: None) -> None:
    for slug in ("interspinous-spacer", "decompression", "fusion", "magnets"):
        take_off(Document.objects.get(slug=slug, kind="procedure"))
    page = client.get(ADDRESS).content.decode()
    assert "comparison-table" not in page
    assert "None is the best one for everybody." in page
    assert client.get(SHEET).status_code == 404


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("first_group: alone\n    second", "first_group: nobody\n    second"),
        ("    second: fusion\n    second_group: fused\n", ""),
        ("    finding: daily-life\n", "    finding: course\n"),
        ("    finding: eight-years\n", "    finding: daily-life\n"),
        ("    first_group: alone\nin_words", "in_words"),
        ("    about: gain\n    finding: course\n", "    about: gain\n    finding: eight-years\n"),
    ],
    ids=["strange group", "half a comparison", "no groups", "two groups for one", "no group", "a figure in words"],
)
def test_a_figure_without_its_group_is_never_published(publish: Publish, old: str, new: str) -> None:
    text = DECISION.format(first="").replace(old, new)
    assert text != DECISION.format(first="")
    with pytest.raises(NotPublishable, match=r"row \d: the finding"):
        publish(COMPARED | {"en/decisions/narrow-canal.md": text})


def test_a_figure_in_words_has_a_line_of_its_own(client: Client, publish: Publish) -> None:
    course = LASTING.format(shape="words", figures="says:\n  en: Up to 20 in 100 got worse.\n")
    with pytest.raises(NotPublishable, match="has a figure, which would stand beside those of other studies"):
        publish(COMPARED | {"all/findings/course.md": course})
    text = DECISION.format(first="").replace("  - id: waiting\n    option: waiting\n    about: gain\n"
                                             "    finding: course\n", "")  # fmt: skip
    text = text.replace(
        "in_words:", "  - id: course\n    finding: course\n    about: harm\n    first: waiting\nin_words:"
    )
    publish(COMPARED | {"all/findings/course.md": course, "en/decisions/narrow-canal.md": text})
    assert shown(client, "?choices=waiting,fusion").lines["Daily life at five years"] == {
        "Waiting": "Up to 20 in 100 got worse.", "Fusion": "Not compared directly",
    }  # fmt: skip


def test_a_corrected_figure_renders_the_page_again_and_unsigns_it(client: Client, publish: Publish) -> None:
    publish(COMPARED)
    before, counted = Decision.objects.get().reading_digest, Counter.current("en")
    changed = GROUPS.replace("percent: 63", "percent: 64")
    publish({"all/findings/daily-life.md": LASTING.format(shape="two_counts", figures=changed)})
    assert Decision.objects.get().reading_digest != before
    assert Counter.current("en") > counted
    assert shown(client, "?choices=decompression,fusion").lines["Daily life at five years"]["Fusion"].startswith("64")


def test_the_page_is_kept_by_caches_and_asked_for_again_when_a_choice_changes(client: Client, publish: Publish) -> None:
    publish(COMPARED)
    first = client.get(ADDRESS + "?choices=waiting,fusion")
    assert set(first.headers["Cache-Control"].split(", ")) == {"public", "max-age=60"}
    assert not first.cookies
    kept = {"If-None-Match": first.headers["ETag"]}
    assert client.get(ADDRESS + "?choices=waiting,fusion", headers=kept).status_code == 304
    publish({"en/procedures/fusion.md": treatment("fusion", "stay: 2-3\n")})
    again = client.get(ADDRESS + "?choices=waiting,fusion", headers=kept)
    assert again.status_code == 200
    assert table(again.content.decode()).lines["Nights in hospital"]["Fusion"] == "2 to 3 nights"


def test_as_many_queries_for_two_choices_as_for_four(
    client: Client, compared: None, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    decision = Decision.objects.select_related("edition").get()
    for asked in ([], ["waiting", "fusion"], ["waiting", "fusion", "decompression", "magnets"]):
        with django_assert_num_queries(2):
            compare(decision, asked)
    client.get(ADDRESS)
    for asked in ("", "?choices=waiting,fusion", "?choices=waiting,interspinous-spacer,decompression,fusion"):
        with django_assert_num_queries(10):
            client.get(ADDRESS + asked)


def test_one_condition_and_each_of_its_treatments_lead_to_the_comparison(client: Client, compared: None) -> None:
    link = f'Compare your choices: <a href="{ADDRESS}">A narrow canal side by side</a>'
    for address in ("/conditions/spinal-stenosis/", "/procedures/fusion/", "/procedures/interspinous-spacer/"):
        assert link in re.sub(r"\s+", " ", client.get(address).content.decode()), address
    assert link not in client.get("/risks/another-operation/").content.decode()
    take_off(Document.objects.get(kind="decision"))
    assert "Compare your choices" not in client.get("/procedures/fusion/").content.decode()


def test_sentences_to_tick_send_and_keep_nothing(client: Client, compared: None) -> None:
    page = client.get(ADDRESS).content.decode()
    part = re.search(r'<section class="what-matters".*?</section>', page, re.DOTALL)[0]
    assert "I want to walk further." in part
    assert '<input type="checkbox" autocomplete="off">' in part
    assert "name=" not in part
    assert "<form" not in part


def test_the_page_as_a_file_says_what_the_page_says(client: Client, compared: None) -> None:
    web = client.get(ADDRESS).content.decode()
    for ending in (".pdf", ".large.pdf"):
        made = client.get(ADDRESS.removesuffix("/") + ending).content
        assert words_of(made) == words_for_paper(web, f"http://testserver{ADDRESS}")


def test_the_sheet_is_one_page_on_its_side_with_the_choices_that_were_asked_for(client: Client, compared: None) -> None:
    response = client.get(SHEET + "?choices=waiting,decompression,fusion")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.headers["Content-Disposition"] == 'inline; filename="narrow-canal-choices.pdf"'
    assert response.headers["Link"] == f'<http://testserver{ADDRESS}>; rel="canonical"'
    [page] = opened(response.content).pages
    assert (round(page.mediabox.width), round(page.mediabox.height)) == (842, 595)
    text = " ".join(words_of(response.content))
    assert text.startswith("Get help now Numb between the legs")
    assert "Waiting Decompression Fusion" in text
    assert "Daily life at five years 267 people Not compared directly 61 of 100 Nerves freed alone 63 of 100" in text
    assert f"http://testserver{ADDRESS}?choices=waiting,decompression,fusion" in text


def test_the_sheet_is_tagged_with_its_heads_and_its_pictures(client: Client, compared: None) -> None:
    document = tagged(client.get(SHEET + "?choices=interspinous-spacer,decompression").content)
    assert [words(tag.text) for tag in document.named("/H1")] == [["A", "narrow", "canal", "side", "by", "side"]]
    heads = [" ".join(words(tag.text)) for tag in document.named("/TH")]
    assert heads[:3] == ["What you may ask", SPACER, "Decompression"]
    assert [figure.alt for figure in document.named("/Figure")] == [
        "29 of 100 people", "8 of 100 people", "18 of 100 people",
    ]  # fmt: skip


def test_a_page_that_is_gone_has_no_sheet(client: Client, compared: None) -> None:
    assert client.get("/decisions/nothing.comparison.pdf").status_code == 404
    assert client.get("/procedures/fusion.comparison.pdf").status_code == 404
    take_off(Document.objects.get(kind="decision"))
    assert client.get(SHEET).status_code == 410


def test_an_old_address_of_the_sheet_leads_to_the_new_one(client: Client, publish: Publish) -> None:
    text = DECISION.format(first="").replace("---\n\n##", "aliases:\n  - old-name\n---\n\n##", 1)
    publish(COMPARED | {"en/decisions/narrow-canal.md": text})
    response = client.get("/decisions/old-name.comparison.pdf")
    assert (response.status_code, response.headers["Location"]) == (301, SHEET)


def test_nothing_is_marked_as_best_and_titles_are_escaped(client: Client, publish: Publish) -> None:
    hostile = "<b>Fusion</b> & more"
    publish(COMPARED | {"en/procedures/fusion.md": treatment("fusion", title=f'"{hostile}"')})
    page = client.get(ADDRESS + "?choices=waiting,fusion").content.decode()
    assert table(page).choices == ["Waiting", hostile]
    assert hostile not in page
    assert html.escape(hostile) in page


def test_the_score_sheet_counts_what_a_decision_weighs(compared: None) -> None:
    decision = Decision.objects.get()
    assert (decision.gains, decision.harms) == (2, 3)
    assert decision.ref == Ref("decision", "narrow-canal")
