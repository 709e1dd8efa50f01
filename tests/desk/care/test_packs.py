"""Packs of pages signed at once, how long a review holds, and what has changed since."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.desk import publishing, reviewing
from portal.desk.approvals import SignOff
from portal.desk.care import packs
from portal.desk.care.packs import PackRefused, Shown, rows_of, sign_off_pack
from portal.desk.care.since import since_review
from portal.desk.documents import Document
from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import plan
from portal.desk.people import User
from portal.desk.reviewing import Reviewer, ReviewRefused
from portal.kinds.registry import KINDS
from portal.shelf.counter import Counter
from portal.shelf.rows import REVIEWED_ROWS, ROWS
from tests.desk.four_eyes import publish
from tests.desk.test_publishing import revised
from tests.library import change_file, write_library

DEMO = Reviewer("Dr Example", "surgeon (demo)", "DEMO 1")
CARD = """---
format: 1
title: Get help now
position: 1
shown_on: every_page
in_brief: Numb between the legs.
---

- Call at once.
"""
SAFETY = """---
format: 1
title: Medicines
summary: What to ask about medicines.
short_answer: Ask before you stop one.
stage: getting_ready
is_safety: true
---

## Ask

Ask first.
"""
pytestmark = pytest.mark.django_db


@pytest.fixture
def more(loaded: Path) -> None:
    """A card and a safety guide besides."""
    load(plan(write_library(loaded, {"en/cards/help.md": CARD, "en/guides/medicines.md": SAFETY})))


def page(slug: str) -> Document:
    return Document.objects.select_related("head", "live").get(slug=slug)


def shown(*slugs: str) -> list[Shown]:
    """These pages as somebody is shown them now."""
    documents = [page(slug) for slug in slugs]
    rows = rows_of(documents)
    return [Shown(document, rows[document.pk].reading_digest) for document in documents]


def state(slug: str) -> str:
    document = page(slug)
    return ROWS[document.kind].objects.at("en", document.ref).select_related("edition").get().review_state


def sign(pack: list[Shown], by: User, reviewer: Reviewer = DEMO, on: date | None = None) -> list[SignOff]:
    return sign_off_pack(pack, reviewer=reviewer, reviewed_on=on or timezone.localdate(), by=by)


def test_each_page_of_a_pack_is_signed_as_it_was_shown_and_is_due_when_its_kind_says(
    more: None, writer: User, time_machine: object
) -> None:
    time_machine.move_to(date(2026, 3, 2))
    pack = shown("interspinous-spacer", "questions", "medicines", "help")
    sign(pack, writer)
    rows = SignOff.objects.order_by("pk").values_list("document__slug", "reading_digest", "due_on", "reviewer_name")
    assert list(rows) == [
        ("interspinous-spacer", pack[0].reading_digest, date(2028, 3, 2), "Dr Example"),
        ("questions", pack[1].reading_digest, date(2028, 3, 2), "Dr Example"),
        ("medicines", pack[2].reading_digest, date(2027, 3, 2), "Dr Example"),
        ("help", pack[3].reading_digest, date(2027, 3, 2), "Dr Example"),
    ]
    assert {state(slug) for slug in ("interspinous-spacer", "questions", "medicines", "help")} == {"reviewed"}


def test_one_page_that_changed_stops_the_whole_pack_and_is_named(loaded: Path, writer: User, spacer: Document) -> None:
    pack, before = shown("interspinous-spacer", "questions"), Counter.current("en")
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    assert Counter.current("en") == before + 1
    with pytest.raises(PackRefused, match="Nothing was signed") as refused:
        sign(pack, writer)
    assert refused.value.changed == (spacer,)
    assert not SignOff.objects.exists()
    assert (state("interspinous-spacer"), state("questions")) == ("awaiting", "awaiting")


def test_a_pack_that_is_refused_for_one_page_names_it(loaded: Path, writer: User, spacer: Document) -> None:
    draft = revised(spacer, "is small", "is tiny", writer)
    publishing.correct(spacer, revision=draft, by=writer, note="a wrong size")
    with pytest.raises(PackRefused, match=r"^A spacer between the bones: You put words of this page before readers"):
        sign(shown("questions", "interspinous-spacer"), writer)
    assert not SignOff.objects.exists()


def test_a_figure_that_changed_is_as_good_as_the_page(loaded: Path, writer: User) -> None:
    pack = shown("another-operation", "questions")
    change_file(loaded, "all/findings/moojen-2013-another-operation.md", "percent: 29", "percent: 31")
    load(plan(loaded))
    with pytest.raises(PackRefused) as refused:
        sign(pack, writer)
    assert refused.value.changed == (page("another-operation"),)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"pack": []}, "No page is ticked"),
        ({"reviewer": Reviewer("Dr Example", "  ")}, "name and the role"),
        ({"reviewer": Reviewer("", "surgeon")}, "name and the role"),
        ({"on": date(2999, 1, 1)}, "must be today or earlier"),
    ],
)
def test_a_pack_that_cannot_be_signed_says_why(
    loaded: Path, writer: User, change: dict[str, object], words: str
) -> None:
    with pytest.raises(PackRefused, match=words):
        sign(**({"pack": shown("questions"), "by": writer} | change))
    assert not SignOff.objects.exists()


def test_a_pack_is_no_larger_than_anybody_can_read(loaded: Path, writer: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packs, "MOST_PAGES", 1)
    with pytest.raises(PackRefused, match="more than 1 pages"):
        sign(shown("questions", "spinal-stenosis"), writer)


@pytest.mark.parametrize(("slug", "months"), [("medicines", 12), ("help", 12), ("questions", 24)])
def test_a_review_holds_no_longer_than_its_interval(more: None, writer: User, slug: str, months: int) -> None:
    (one,) = shown(slug)
    today = timezone.localdate()
    facts = {"reading_digest": one.reading_digest, "reviewer_name": "Dr Example", "reviewer_role": "surgeon (demo)"}
    limit = reviewing.months_after(today, months)
    late = facts | {"reviewed_on": today, "due_on": limit + timedelta(days=1), "by": writer}
    with pytest.raises(ReviewRefused, match=f"every {months} months"):
        reviewing.sign_off(one.document, **late)
    assert reviewing.sign_off(one.document, **(late | {"due_on": limit})).due_on == limit
    early = today + timedelta(days=30)
    assert reviewing.sign_off(one.document, **(late | {"due_on": early})).due_on == early


def test_what_is_reviewed_with_its_pages_is_not_signed_by_itself(loaded: Path, writer: User) -> None:
    finding = page("moojen-2013-another-operation")
    row = ROWS["finding"].objects.select_related("edition").get()
    today = timezone.localdate()
    with pytest.raises(ReviewRefused, match="with the pages that use it"):
        reviewing.sign(finding, row, reviewer=DEMO, reviewed_on=today, due_on=today + timedelta(days=1), by=writer)


def test_every_kind_with_an_interval_has_its_rows_among_those_that_are_reviewed() -> None:
    reviewed = {slug for slug, row in ROWS.items() if issubclass(row, REVIEWED_ROWS)}
    assert {slug: kind.review_months for slug, kind in KINDS.items() if kind.review_months} == {
        slug: 12 if slug in ("card", "risk") else 24 for slug in reviewed
    }


def test_nothing_has_changed_right_after_a_review(loaded: Path, writer: User) -> None:
    (signed,) = sign(shown("another-operation"), writer)
    since = since_review([signed.document])[signed.document.pk]
    assert (since.signed, since.own, since.parts) == (signed, None, ())


def test_before_the_first_review_there_is_nothing_to_compare(spacer: Document) -> None:
    assert since_review([spacer])[spacer.pk].signed is None


def test_what_has_changed_since_is_the_text_and_everything_that_the_page_shows(
    loaded: Path, writer: User, spacer: Document
) -> None:
    sign(shown("interspinous-spacer"), writer)
    first = spacer.live
    change_file(loaded, "all/sources/moojen-2013.md", "publication: BMJ", "publication: BMJ (demo)")
    change_file(loaded, "all/findings/moojen-2013-another-operation.md", "percent: 29", "percent: 31")
    load(plan(loaded))
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    publish(
        page("interspinous-spacer"), revision=revised(page("interspinous-spacer"), "tiny", "wee", writer), by=writer
    )
    since = since_review([page("interspinous-spacer")])[spacer.pk]
    assert (since.own.before, since.own.after) == (first, page("interspinous-spacer").live)
    named = {change.document.slug: (change.before.text, change.after.text) for change in since.parts}
    assert set(named) == {"moojen-2013", "moojen-2013-another-operation"}
    before, after = named["moojen-2013-another-operation"]
    assert ("percent: 29" in before, "percent: 31" in after) == (True, True)


def test_a_word_that_came_after_the_review_is_named_as_new(loaded: Path, writer: User) -> None:
    sign(shown("spinal-stenosis"), writer)
    canal = "---\nformat: 1\ntitle: canal\ndefinition: The space for the nerves.\n---\n"
    load(plan(write_library(loaded, {"en/glossary/canal.md": canal})))
    (change,) = since_review([page("spinal-stenosis")])[page("spinal-stenosis").pk].parts
    assert (change.document.slug, change.before) == ("canal", None)


def test_comparing_more_pages_asks_no_more_questions(loaded: Path, writer: User) -> None:
    slugs = ("interspinous-spacer", "another-operation", "questions")
    sign(shown(*slugs), writer)
    change_file(loaded, "all/findings/moojen-2013-another-operation.md", "percent: 29", "percent: 31")
    load(plan(loaded))
    counts = []
    for some in (slugs[:1], slugs):
        documents = [page(slug) for slug in some]
        with CaptureQueriesContext(connection) as asked:
            since_review(documents)
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 7
