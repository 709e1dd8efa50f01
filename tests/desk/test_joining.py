"""Two lines of words become one: drafts take in loaded files, clashes wait for a person, stale saves lose nothing."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from portal.desk import drafts, joining
from portal.desk.approvals import Ending, Scheduling
from portal.desk.documents import Document, Origin, Revision
from portal.desk.exchange.loading import Outcome, load
from portal.desk.exchange.plans import plan
from portal.desk.people import User
from portal.desk.publishing import NotFastForward
from portal.text import frontmatter
from portal.text.references import Ref
from tests.desk.four_eyes import approved, publish, schedule
from tests.desk.test_publishing import revised
from tests.library import DOCUMENTS, change_file

SPACER = "en/procedures/interspinous-spacer.md"
ADDED = "A spacer is small [@moojen-2013].\n\nSleep on it.\n"


def _loaded(root: Path) -> list[tuple[Outcome, str, str]]:
    return load(plan(root)).outcomes


def test_a_draft_in_progress_takes_in_a_loaded_file(loaded: Path, spacer: Document, writer: User) -> None:
    draft = revised(spacer, "title: A spacer", "title: The spacer", writer)
    change_file(loaded, SPACER, "is small", "is little")
    assert _loaded(loaded) == [(Outcome.REBASED, SPACER, "")]
    spacer.refresh_from_db()
    assert "is little" in spacer.live.text
    assert "title: A spacer" in spacer.live.text
    head = spacer.head
    assert (head.origin, head.parent, head.merges, head.author) == (Origin.MERGE, draft, spacer.live, writer)
    assert "title: The spacer" in head.text
    assert "is little" in head.text
    publish(spacer, revision=head, by=writer)


def test_a_draft_that_changed_the_same_place_is_left_for_a_person(loaded: Path, spacer: Document, writer: User) -> None:
    draft = revised(spacer, "is small", "is tiny", writer)
    change_file(loaded, SPACER, "is small", "is little")
    assert _loaded(loaded) == [(Outcome.LEFT_BEHIND, SPACER, "")]
    spacer.refresh_from_db()
    assert (spacer.head, spacer.clash, spacer.synced) == (draft, spacer.live, spacer.live)
    assert spacer.is_draft_behind
    with pytest.raises(NotFastForward, match="Join the two"):
        publish(spacer, revision=draft, by=writer)
    assert not plan(loaded).has_work
    joined = joining.join(spacer, ours=draft, theirs=spacer.clash, text=draft.text, author=writer)
    spacer.refresh_from_db()
    assert spacer.clash is None
    publish(spacer, revision=joined, by=writer)
    assert "is tiny" in spacer.live.text


def test_what_was_scheduled_waits_for_an_approval_of_both_and_then_goes_live_with_the_files_words(
    loaded: Path, spacer: Document, writer: User, time_machine: object
) -> None:
    from portal.desk.ticking import tick

    draft = revised(spacer, "title: A spacer", "title: The spacer", writer)
    at = timezone.now() + timedelta(hours=1)
    schedule(spacer, revision=draft, at=at, by=writer)
    change_file(loaded, SPACER, "is small", "is little")
    _loaded(loaded)
    time_machine.move_to(at + timedelta(seconds=1))
    [(_document, reason)] = tick().refused
    assert "Nobody has approved this revision" in reason
    spacer.refresh_from_db()
    rows = [(row.revision, row.at, row.ending, row.by) for row in Scheduling.objects.order_by("pk")]
    assert rows == [(draft, at, "", writer), (draft, None, Ending.JOINED, None), (spacer.head, at, "", None)]
    assert (spacer.due, spacer.due_by) == (spacer.head, writer)
    approved(spacer.head)
    assert tick().refused == []
    spacer.refresh_from_db()
    assert "title: The spacer" in spacer.live.text
    assert "is little" in spacer.live.text


def test_file_and_site_that_fit_together_become_a_draft_and_nothing_goes_live(
    loaded: Path, spacer: Document, writer: User
) -> None:
    ours = revised(spacer, "title: A spacer", "title: The spacer", writer)
    publish(spacer, revision=ours, by=writer)
    words = change_file(loaded, SPACER, "is small", "is little")
    assert _loaded(loaded) == [(Outcome.JOINED, SPACER, "")]
    spacer.refresh_from_db()
    assert spacer.live == ours
    assert (spacer.clash.text, spacer.clash.origin, spacer.clash.parent) == (words, Origin.FILE, spacer.synced)
    assert (spacer.head.parent, spacer.head.merges) == (ours, spacer.clash)
    assert _loaded(loaded) == [(Outcome.JOINED, SPACER, "")]
    publish(spacer, revision=spacer.head, by=writer)
    spacer.refresh_from_db()
    assert (spacer.synced.text, spacer.clash) == (words, None)
    assert "title: The spacer" in spacer.live.text
    assert "is little" in spacer.live.text


def test_a_clash_that_was_joined_by_a_person_takes_the_next_change_of_the_file_in_by_itself(
    loaded: Path, spacer: Document, writer: User
) -> None:
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    change_file(loaded, SPACER, "is small", "is little")
    assert _loaded(loaded) == [(Outcome.TO_JOIN, SPACER, "")]
    spacer.refresh_from_db()
    both = spacer.head.text.replace("is tiny", "is tiny, or little")
    joining.join(spacer, ours=spacer.head, theirs=spacer.clash, text=both, author=writer)
    change_file(loaded, SPACER, "summary: A small", "summary: A very small")
    assert _loaded(loaded) == [(Outcome.JOINED, SPACER, "")]
    spacer.refresh_from_db()
    assert "is tiny, or little" in spacer.head.text
    assert "summary: A very small" in spacer.head.text


def test_a_file_that_is_taken_back_ends_its_clash_and_its_words_stay_in_the_history(
    loaded: Path, spacer: Document, writer: User
) -> None:
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    clashing = change_file(loaded, SPACER, "is small", "is little")
    load(plan(loaded))
    change_file(loaded, SPACER, "is little", "is small")
    assert _loaded(loaded) == []
    spacer.refresh_from_db()
    assert spacer.clash is None
    assert spacer.revisions.filter(text=clashing).count() == 1


def test_a_page_and_a_file_that_began_apart_share_no_older_text_so_a_person_joins_them(
    content: Path, writer: User
) -> None:
    text = DOCUMENTS["en/guides/questions.md"].replace("What if I wait?", "Only ours.")
    document = drafts.begin(ref=Ref("guide", "questions"), language="en", text=text, author=writer, origin=Origin.STAFF)
    assert _loaded(content) == [(Outcome.TO_JOIN, "en/guides/questions.md", "")]
    document.refresh_from_db()
    merged = joining.joined(document.head, document.clash)
    assert [(conflict.place, conflict.ours, conflict.theirs) for conflict in merged.conflicts] == [
        (("body",), "## Ask\n\nOnly ours.", "## Ask\n\nWhat if I wait?")
    ]
    joined = joining.join(document, ours=document.head, theirs=document.clash, text=merged.text, author=writer)
    publish(document, revision=joined, by=writer)
    document.refresh_from_db()
    assert (document.synced.text, document.clash) == (DOCUMENTS["en/guides/questions.md"], None)


def test_a_join_of_words_that_are_no_longer_the_newest_is_refused(loaded: Path, spacer: Document, writer: User) -> None:
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    change_file(loaded, SPACER, "is small", "is little")
    load(plan(loaded))
    spacer.refresh_from_db()
    shown = spacer.head
    newest = revised(spacer, "is tiny", "is minute", writer)
    with pytest.raises(drafts.StaleDraft) as stale:
        joining.join(spacer, ours=shown, theirs=spacer.clash, text=shown.text, author=writer)
    assert stale.value.newest == newest


def test_a_stale_save_of_another_place_is_joined_and_both_writers_words_stay(
    spacer: Document, writer: User, reviewer: User
) -> None:
    opened = spacer.head
    newest = revised(spacer, "is small", "is tiny", reviewer)
    typed = opened.text.replace("title: A spacer", "title: The spacer")
    joined = joining.join_stale(spacer, text=typed, based_on=opened, author=writer, note="title")
    spacer.refresh_from_db()
    assert spacer.head == joined
    assert (joined.parent, joined.merges.text, joined.author) == (newest, typed, writer)
    assert "title: The spacer" in joined.text
    assert "is tiny" in joined.text


def test_a_stale_save_of_the_same_place_is_kept_beside_once_and_the_newest_words_stay(
    spacer: Document, writer: User, reviewer: User
) -> None:
    opened = spacer.head
    newest = revised(spacer, "is small", "is tiny", reviewer)
    typed = opened.text.replace("is small", "is little")
    for _sent_twice in range(2):
        assert joining.join_stale(spacer, text=typed, based_on=opened, author=writer, note="") is None
    spacer.refresh_from_db()
    assert spacer.head == newest
    kept = Revision.objects.get(digest=frontmatter.digest(typed))
    assert (kept.parent, kept.author, kept.origin) == (opened, writer, Origin.STAFF)


def test_a_merge_that_no_draft_may_say_is_left_for_a_person(loaded: Path, writer: User, reviewer: User) -> None:
    """Each side adds names within the limit, at places of their own; both together are too many."""
    condition = Document.objects.get(kind="condition")
    opened = condition.head
    first, second = ("".join(f"  - {side} {number}\n" for number in range(120)) for side in ("before", "behind"))
    revised(condition, "  - narrow back\n", f"{first}  - narrow back\n", reviewer)
    typed = opened.text.replace("  - narrow back\n", f"  - narrow back\n{second}")
    assert joining.join_stale(condition, text=typed, based_on=opened, author=writer, note="") is None
    newest = condition.revisions.get(author=reviewer)
    merged = joining.joined(newest, condition.revisions.get(author=writer))
    assert (merged.is_clean, merged.text.count("  - ")) == (True, 241)
