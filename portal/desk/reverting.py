"""Going back to an earlier text: it becomes the newest one again, as a draft, and nothing in between is lost."""

from django.db import transaction
from django.utils.translation import gettext as _

from portal.desk.documents import Document, Origin, Revision
from portal.desk.drafts import DraftRefused, move_head, revise, written
from portal.desk.people import User
from portal.text import frontmatter, upgrade
from portal.text.faults import BadText


class RestoringRefused(DraftRefused):
    """An earlier text that was not restored; the exception's text says why and what to do."""


@transaction.atomic
def restore(document: Document, *, revision: Revision, by: User, based_on: Revision | None) -> Revision:
    """Save the text of an earlier revision as a new one, written from the newest. Readers see none of it.

    `based_on` is the newest revision as the person saw it. Raises StaleDraft where somebody has saved since, and
    RestoringRefused where the text is another document's, is the newest text already, or cannot be read any more.
    """
    number = {"number": revision.pk}
    if revision.document_id != document.pk:
        raise RestoringRefused(_("Revision %(number)s belongs to another document. Restore it there.") % number)
    # For the history, which all colleagues read: in one language, as what they write in it themselves.
    note = f"Restored from revision {revision.pk}"
    made = revise(document, text=todays(revision), based_on=based_on, author=by, origin=Origin.STAFF, note=note)
    if made is None:
        words = _("The newest text says what revision %(number)s says, so there is nothing to restore.")
        raise RestoringRefused(words % number)
    return made


@transaction.atomic
def bring_back(revision: Revision, *, by: User) -> Revision:
    """Make a draft of the words of a withdrawn document, so that they can be approved anew and published.

    Raises RestoringRefused unless these are the newest words, and those that readers saw last.
    """
    document = Document.objects.select_for_update(of=("self",)).select_related("head").get(pk=revision.document_id)
    if document.head_id != revision.pk or document.live_id or document.last_shown() != revision:
        raise RestoringRefused(_("There is a draft already, or readers see this page. Open it again and go on there."))
    note = "Brought back after it was withdrawn"
    draft = written(document, text=todays(revision), parent=revision, author=by, origin=Origin.STAFF, note=note)
    move_head(document, draft)
    return draft


def todays(revision: Revision) -> str:
    """A revision's text in today's format, so that it can be edited: to the letter, where it has that format already.

    Raises RestoringRefused where it cannot be read any more.
    """
    try:
        parsed = frontmatter.parse(revision.text)
        lifted = upgrade.lift(parsed)
    except BadText as bad:
        words = _(
            "Revision %(number)s cannot be read any more. Copy from it what you need into the newest text. %(fault)s"
        )
        raise RestoringRefused(words % {"number": revision.pk, "fault": bad}) from bad
    return revision.text if lifted is parsed else frontmatter.emit(lifted.fields, lifted.body)
