"""Looking at words as readers would, without any of them becoming public."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from portal.desk.documents import Document, Origin, Revision
from portal.desk.drafts import revise
from portal.desk.people import User
from portal.desk.press.composing import NotPublishable
from portal.desk.press.surroundings import languages
from portal.desk.publishing import obstacles, publish_together
from portal.shelf.counter import Counter
from portal.shelf.published import Published
from portal.shelf.rehearsing import rehearsal
from portal.shelf.rows import ROWS
from portal.text import frontmatter


@contextmanager
def published_for_a_look(document: Document, *, text: str, by: User) -> Iterator[Published]:
    """The public row as it would be with `text` published; on leaving, everything is rolled back, whatever happened.

    Raises NotPublishable where the text cannot go live, before anything is written. All other writers of an SQLite
    database wait meanwhile, so draw the answer inside and leave at once. What is kept between requests is neither read
    nor filled from in here: it is a rehearsal.
    """
    with rehearsal(), transaction.atomic():
        try:
            yield _published(document, text, by)
        finally:
            transaction.set_rollback(True)


def _published(document: Document, text: str, by: User) -> Published:
    Counter.take_turns(languages())
    copy = Document.objects.select_for_update(of=("self",)).select_related("head").get(pk=document.pk)
    revision = _revision_of(copy, text, by)
    if faults := obstacles(copy, revision):
        raise NotPublishable(copy, faults)
    # A page is looked at by itself; what is part of pages is looked at on those, so they are drawn again.
    publish_together([(copy, revision)], is_alone=copy.kind_row.is_page)
    return ROWS[copy.kind].objects.at(copy.language, copy.ref).select_related("edition").get()


def _revision_of(document: Document, text: str, by: User) -> Revision:
    """The newest revision if its words are these, else one that is gone after the look."""
    if document.head is not None and document.head.digest == frontmatter.digest(text):
        return document.head
    revision = revise(document, text=text, based_on=document.head, author=by, origin=Origin.STAFF)
    assert revision is not None, "other words make another revision"
    return revision
