"""Review packs: many pages read one after the other and signed with one form."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils.translation import gettext as _

from portal.desk.approvals import SignOff
from portal.desk.documents import Document
from portal.desk.intervals import months_after
from portal.desk.people import User
from portal.desk.press.surroundings import languages
from portal.desk.reviewing import Reviewer, ReviewRefused, sign
from portal.desk.titles import title_of
from portal.shelf.counter import Counter
from portal.shelf.published import Published
from portal.shelf.rows import REVIEWED_ROWS

# More than this nobody reads at one sitting.
MOST_PAGES = 30


@dataclass(frozen=True)
class Shown:
    """A document, and the reading digest of what the reviewer was shown of it."""

    document: Document
    reading_digest: str


class PackRefused(ReviewRefused):
    """No page of a pack was signed; `changed` are the documents that read differently by now, or are gone."""

    def __init__(self, words: str, changed: Sequence[Document] = ()) -> None:
        super().__init__(words)
        self.changed = tuple(changed)


def rows_of(documents: Sequence[Document]) -> dict[int, Published]:
    """The public row of each document that is reviewed by itself, by the document's number; safety marks included."""
    addresses = {(document.language, document.kind, document.slug): document.pk for document in documents}
    languages_, kinds, slugs = ({address[part] for address in addresses} for part in range(3))
    found: dict[int, Published] = {}
    for row_class in REVIEWED_ROWS:
        rows = row_class.objects.filter(language__in=languages_, kind__in=kinds, slug__in=slugs)
        for row in rows.select_related("edition"):
            number = addresses.get((row.language, row.kind, row.slug))
            if number is not None:
                found[number] = row
    return found


@transaction.atomic
def sign_off_pack(shown: Sequence[Shown], *, reviewer: Reviewer, reviewed_on: date, by: User) -> list[SignOff]:
    """Sign every page of a pack, or none: one sign-off each, bound to what was shown, due when its kind says.

    All or none, because half a pack would leave a reviewer in doubt about what bears their name. Raises PackRefused
    for an empty or too large pack, for dates that cannot be, and where a page has changed meanwhile, which it names.
    """
    if not shown:
        raise PackRefused(_("No page is ticked. Tick the pages that you have read and stand behind."))
    if len(shown) > MOST_PAGES:
        raise PackRefused(_("These are more than %(most)s pages. Choose fewer at a time.") % {"most": MOST_PAGES})
    if not (reviewer.name.strip() and reviewer.role.strip()):
        raise PackRefused(_("Give the name and the role of the reviewer: readers see them."))
    Counter.take_turns(languages())
    rows = rows_of([one.document for one in shown])
    changed = [one.document for one in shown if _reads_otherwise(one, rows)]
    if changed:
        raise PackRefused(_("Nothing was signed: some pages have changed since they were shown to you."), changed)
    signed = []
    for one in shown:
        row = rows[one.document.pk]
        due_on = months_after(reviewed_on, row.review_months)
        try:
            done = sign(one.document, row, reviewer=reviewer, reviewed_on=reviewed_on, due_on=due_on, by=by)
        except ReviewRefused as refused:
            raise PackRefused(f"{title_of(one.document)}: {refused}") from refused
        signed.append(done)
    return signed


def _reads_otherwise(shown: Shown, rows: dict[int, Published]) -> bool:
    row = rows.get(shown.document.pk)
    return row is None or row.reading_digest != shown.reading_digest
