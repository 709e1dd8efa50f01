"""What goes live, when, and what is taken back."""

from datetime import datetime, timedelta
from unittest import mock

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.desk import drafts, reviewing
from portal.desk.approvals import Publication
from portal.desk.documents import Document, DocumentQuerySet, Origin, Revision
from portal.desk.people import User
from portal.desk.press.composing import NotPublishable
from portal.desk.publishing import NotFastForward, PublishingRefused
from portal.desk.ticking import tick
from portal.desk.withdrawing import withdraw
from portal.shelf.counter import Counter
from portal.shelf.moved import Moved
from portal.shelf.pages import Condition, Page
from portal.shelf.treatments import Procedure
from portal.text.references import Ref
from tests.desk.four_eyes import publish, schedule


def revised(document: Document, old: str, new: str, author: User) -> Revision:
    """A staff revision of the newest text with one thing replaced."""
    document.refresh_from_db()
    assert old in document.head.text
    revision = drafts.revise(
        document,
        text=document.head.text.replace(old, new),
        based_on=document.head,
        author=author,
        origin=Origin.STAFF,
    )
    assert revision is not None
    return revision


def scheduled(document: Document, author: User) -> tuple[Revision, datetime]:
    """A small change to the spacer and the moment, an hour from now, when it goes live."""
    draft, at = revised(document, "is small", "is tiny", author), timezone.now() + timedelta(hours=1)
    schedule(document, revision=draft, at=at, by=author)
    return draft, at


def test_a_published_correction_reaches_the_page_as_a_new_edition(spacer: Document, writer: User) -> None:
    before = Procedure.objects.get()
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    after = Procedure.objects.get()
    assert after.pk == before.pk
    assert after.edition.number == before.edition.number + 1
    assert "is tiny" in after.edition.html
    assert "is small" in before.edition.html
    assert Publication.objects.first().by == writer


def test_a_draft_changes_nothing_that_readers_see(spacer: Document, writer: User) -> None:
    before = Procedure.objects.get().edition_id, Counter.current("en")
    revised(spacer, "is small", "is tiny", writer)
    assert (Procedure.objects.get().edition_id, Counter.current("en")) == before


def test_a_revision_that_was_not_written_from_the_live_one_is_refused(spacer: Document, writer: User) -> None:
    draft = revised(spacer, "is small", "is tiny", writer)
    taken = drafts.take_file(spacer, text=spacer.live.text.replace("small", "short"), note="file")
    publish(spacer, revision=taken, by=None)
    with pytest.raises(NotFastForward, match="was not written from what readers saw last"):
        publish(spacer, revision=draft, by=writer)
    spacer.refresh_from_db()
    assert spacer.live == taken


def test_a_benefit_figure_without_a_harm_is_not_published(spacer: Document, writer: User) -> None:
    draft = revised(spacer, "harm_findings:", "benefit_findings:", writer)
    with pytest.raises(NotPublishable, match="harm"):
        publish(spacer, revision=draft, by=writer)
    spacer.refresh_from_db()
    assert spacer.live != draft


def test_what_was_sent_back_is_not_published(spacer: Document, writer: User, reviewer: User) -> None:
    draft = revised(spacer, "is small", "is tiny", writer)
    reviewing.submit(draft, by=writer)
    reviewing.send_back(draft, by=reviewer, comment="Say how small.")
    with pytest.raises(PublishingRefused, match="Say how small"):
        publish(spacer, revision=draft, by=writer)


def test_a_withdrawn_page_leaves_the_shelf_and_links_to_it_become_text(spacer: Document, writer: User) -> None:
    linking = Condition.objects.get()
    assert 'href="/procedures/interspinous-spacer/"' in linking.edition.html
    withdraw(spacer, by=writer, note="outdated")
    assert not Procedure.objects.exists()
    assert Moved.objects.get().slug == "interspinous-spacer"
    after = Condition.objects.get()
    assert "/procedures/interspinous-spacer/" not in after.edition.html
    assert "a spacer" in after.edition.html
    assert after.reading_digest == linking.reading_digest


def test_a_withdrawn_page_can_be_published_again_and_is_linked_again(spacer: Document, writer: User) -> None:
    live = spacer.live
    withdraw(spacer, by=writer, note="outdated")
    publish(spacer, revision=live, by=writer)
    assert not Moved.objects.exists()
    assert 'href="/procedures/interspinous-spacer/"' in Condition.objects.get().edition.html


def test_what_others_include_cannot_be_withdrawn_and_they_are_named(loaded: object, writer: User) -> None:
    finding = Document.objects.get(kind="finding")
    with pytest.raises(PublishingRefused, match="part of procedure:interspinous-spacer, risk:another-operation"):
        withdraw(finding, by=writer, note="outdated")
    assert Page.objects.count() == 4


def test_an_unpublished_document_has_nothing_to_withdraw(spacer: Document, writer: User) -> None:
    withdraw(spacer, by=writer, note="outdated")
    with pytest.raises(PublishingRefused, match="not published"):
        withdraw(spacer, by=writer, note="outdated")


def test_a_withdrawn_word_is_no_longer_marked_and_its_pages_stay(spacer: Document, writer: User) -> None:
    assert 'class="term"' in Procedure.objects.get().edition.html
    done = withdraw(Document.objects.get(kind="term"), by=writer, note="outdated")
    assert ("en", "procedure", "interspinous-spacer") in done.rendered
    after = Procedure.objects.get()
    assert 'class="term"' not in after.edition.html
    assert "A spacer is small" in after.edition.html


def _clinic(fields: str) -> str:
    return f"---\nformat: 1\n{fields}---\n"


def test_a_detail_of_the_clinic_reaches_every_page_that_says_it_and_leaves_no_gap_when_withdrawn(
    spacer: Document, writer: User
) -> None:
    publish(spacer, revision=revised(spacer, "is small", "is small: call {emergency_number}", writer), by=writer)
    assert "call your emergency number (112, 999 or 911)" in Procedure.objects.get().edition.html
    clinic = drafts.begin(
        ref=Ref("clinic", "clinic"),
        language="en",
        text=_clinic('emergency_number: "113"\n'),
        author=writer,
        origin=Origin.STAFF,
    )
    done = publish(clinic, revision=clinic.head, by=writer)
    assert done.rendered == [("all", "clinic", "clinic"), ("en", "procedure", "interspinous-spacer")]
    assert 'call <a class="dial" href="tel:113">113</a>' in Procedure.objects.get().edition.html
    withdraw(clinic, by=writer, note="outdated")
    assert "call your emergency number (112, 999 or 911)" in Procedure.objects.get().edition.html


def test_publications_take_turns_before_they_render(spacer: Document, writer: User) -> None:
    """Two at once would each show the other's old words: the second waits at the counter's row."""
    revision = revised(spacer, "is small", "is tiny", writer)
    with CaptureQueriesContext(connection) as captured:
        publish(spacer, revision=revision, by=writer)
    statements = [query["sql"] for query in captured.captured_queries]
    turn = next(number for number, sql in enumerate(statements) if sql.startswith("SELECT") and "portal_counter" in sql)
    made = next(number for number, sql in enumerate(statements) if sql.startswith('INSERT INTO "portal_edition"'))
    assert turn < made


def test_words_of_another_page_are_not_published_here(spacer: Document, writer: User) -> None:
    other = Document.objects.get(kind="guide")
    withdraw(other, by=writer, note="outdated")
    with pytest.raises(PublishingRefused, match="belongs to another page"):
        publish(other, revision=spacer.live, by=writer)


def test_a_second_run_at_the_same_time_publishes_nothing_again(
    spacer: Document, writer: User, time_machine: object
) -> None:
    _draft, at = scheduled(spacer, writer)
    time_machine.move_to(at + timedelta(minutes=1))
    seen_by_the_second = Document.objects.get(pk=spacer.pk)
    tick()
    with mock.patch.object(DocumentQuerySet, "due", _already_listed(seen_by_the_second)):
        assert tick().published == []
    assert Publication.objects.filter(note="scheduled").count() == 1


def _already_listed(document: Document) -> object:
    """The question "what is due?", its first answer given before another run published it."""
    ask, answers = DocumentQuerySet.due, iter([[document]])

    def due(self: DocumentQuerySet, moment: object) -> object:
        first = next(answers, None)
        return ask(self, moment) if first is None else mock.Mock(order_by=lambda *_names: first)

    return due


def test_after_a_withdrawal_no_older_text_comes_back(spacer: Document, writer: User) -> None:
    oldest = spacer.live
    newer = revised(spacer, "is small", "is tiny", writer)
    publish(spacer, revision=newer, by=writer)
    withdraw(spacer, by=writer, note="not safe")
    with pytest.raises(NotFastForward, match=f"readers saw last .revision {newer.pk}."):
        publish(spacer, revision=oldest, by=writer)
    assert not Procedure.objects.exists()


def test_a_figure_in_the_text_without_a_harm_is_not_published(spacer: Document, writer: User) -> None:
    listed = "harm_findings:\n  - moojen-2013-another-operation\n"
    draft = revised(spacer, listed, "", writer)
    shown = "::: finding moojen-2013-another-operation"
    draft = revised(spacer, "::: summary", shown, writer)
    with pytest.raises(NotPublishable, match="add what it can cost"):
        publish(spacer, revision=draft, by=writer)
