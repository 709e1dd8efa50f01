"""Writing: nothing that comes in is lost, and nothing is overwritten."""

import pytest

from portal.desk import drafts
from portal.desk.documents import Document, Origin
from portal.desk.people import User
from portal.text import frontmatter
from portal.text.references import Ref


def _edited(document: Document, old: str, new: str) -> str:
    assert document.head is not None
    assert old in document.head.text
    return document.head.text.replace(old, new)


def test_a_save_writes_a_new_revision_with_its_parent_and_author(spacer: Document, writer: User) -> None:
    before = spacer.head
    text = _edited(spacer, "is small", "is tiny")
    revision = drafts.revise(spacer, text=text, based_on=before, author=writer, origin=Origin.STAFF, note="smaller")
    assert (revision.text, revision.parent, revision.author, revision.origin) == (text, before, writer, "staff")
    assert revision.digest == frontmatter.digest(text)
    spacer.refresh_from_db()
    assert (spacer.head, spacer.live) == (revision, before)
    assert spacer.has_draft


def test_a_save_without_a_change_writes_nothing(spacer: Document, writer: User) -> None:
    same = drafts.revise(spacer, text=spacer.head.text, based_on=spacer.head, author=writer, origin=Origin.STAFF)
    assert same is None
    assert spacer.revisions.count() == 1


def test_the_second_of_two_editors_is_told_and_the_first_ones_words_stay(
    spacer: Document, writer: User, reviewer: User
) -> None:
    opened = spacer.head
    first = drafts.revise(
        spacer, text=_edited(spacer, "small", "little"), based_on=opened, author=writer, origin=Origin.STAFF
    )
    with pytest.raises(drafts.StaleDraft, match="was changed after you opened it") as refused:
        drafts.revise(spacer, text="other", based_on=opened, author=reviewer, origin=Origin.STAFF)
    assert refused.value.newest == first
    spacer.refresh_from_db()
    assert spacer.head == first


def test_a_new_document_at_a_taken_address_is_refused(spacer: Document, writer: User) -> None:
    with pytest.raises(drafts.AddressTaken, match="already a page at procedure:interspinous-spacer"):
        drafts.begin(
            ref=Ref("procedure", "interspinous-spacer"), language="en", text="", author=writer, origin=Origin.STAFF
        )
    assert spacer.revisions.count() == 1


def test_what_all_languages_share_is_kept_once(db: None, writer: User) -> None:
    document = drafts.begin(
        ref=Ref("source", "x"), language="en", text="---\nformat: 1\n---\n", author=writer, origin=Origin.STAFF
    )
    assert document.language == "all"


def test_a_changed_file_leaves_a_draft_in_progress_where_it_is(spacer: Document, writer: User) -> None:
    live = spacer.live
    draft = drafts.revise(
        spacer, text=_edited(spacer, "small", "little"), based_on=live, author=writer, origin=Origin.STAFF
    )
    taken = drafts.take_file(spacer, text=live.text.replace("small", "short"), note="file")
    spacer.refresh_from_db()
    assert spacer.head == draft
    assert taken.parent == live
    assert not draft.descends_from(taken)
