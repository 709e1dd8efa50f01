"""Writing: the screens on which a document is added and changed, and what their buttons do."""

from typing import Any

from csp.constants import SELF
from csp.decorators import csp_replace
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from portal.admin import addresses
from portal.admin.document import looking, uploading
from portal.admin.document.collisions import placed
from portal.admin.document.figures import figures_of
from portal.admin.document.lines import lines_of
from portal.admin.document.panel import ALONE, CHECK, alone, panel_of
from portal.admin.document.sheets import Sheet
from portal.admin.framing import LOOK
from portal.admin.permissions import may
from portal.desk.documents import Document, Origin, Revision
from portal.desk.drafts import AddressTaken, StaleDraft, begin, revise
from portal.desk.joining import join, join_stale, keep_late
from portal.desk.presence import note
from portal.desk.publishing import obstacles
from portal.text import frontmatter
from portal.text.faults import BadText

# The button that was pressed says which screen comes after saving.
NEXT = {"_preview": "preview", "_publishing": "publishing"}


def add(entry: Any, request: HttpRequest) -> HttpResponse:
    """A new document."""
    if not may(request.user, "add"):
        raise PermissionDenied
    if request.method == "POST":
        return sent(entry, request, Sheet.of_new(entry.kind, request.POST))
    return drawn(entry, request, Sheet.of_new(entry.kind, first=request.GET.dict()))


def change(entry: Any, request: HttpRequest, document: Document) -> HttpResponse:
    """A document's newest text, to be changed. Who decides is led to where it stands, who may only look to the text."""
    if not may(request.user, "change"):
        if request.method == "POST":
            raise PermissionDenied
        messages.info(request, _("Only a writer can change the text. This is what you can do with it."))
        decides = may(request.user, "approve") or may(request.user, "publish")
        return redirect(addresses.screen(document, *(("publishing",) if decides else ("revision", document.head_id))))
    if request.method == "POST":
        return sent(entry, request, Sheet.of(document, request.POST))
    try:
        sheet = Sheet.of(document)
    except BadText as bad:
        messages.error(request, _("This text cannot be shown as a form: %(fault)s") % {"fault": bad})
        return redirect(addresses.screen(document, "revision", document.head_id))
    note(document=document, by=request.user)
    return drawn(entry, request, sheet, obstacles=_obstacles(document))


@csp_replace({"frame-src": [SELF]})
def drawn(entry: Any, request: HttpRequest, sheet: Sheet, **more: Any) -> HttpResponse:
    """The screen on which words are written: with a frame that shows them, the panel that judges them, the figures."""
    judged = sheet.judged()
    lines, figures = lines_of(sheet, judged), figures_of(judged, sheet.language)
    return sheet.screen(entry, request, **panel_of(sheet, judged, lines), lines=lines, figures=figures, **more)


def sent(entry: Any, request: HttpRequest, sheet: Sheet, **more: Any) -> HttpResponse:
    """Draw again, look, refuse or save: what the pressed button and the words ask for. `more` is for the screen."""
    uploading.take_in(request, sheet.form)
    if sheet.form.wants_redraw():
        sheet.redraw()
        return drawn(entry, request, sheet, **more)
    is_valid = sheet.is_valid()
    if LOOK in request.POST:
        return looking.at_words(request, sheet)
    if request.POST.get(CHECK) == ALONE:
        return alone(request, sheet)
    if CHECK in request.POST or not is_valid:
        return drawn(entry, request, sheet, **more)
    try:
        document = _saved(request, sheet)
    except StaleDraft as stale:
        collisions = placed(sheet.kind, sheet.rebase(stale.newest))
        return drawn(entry, request, sheet, newest=stale.newest, collisions=collisions, **more)
    except AddressTaken:
        sheet.address.refuse_taken()
        return drawn(entry, request, sheet, **more)
    pressed = next((name for name in NEXT if name in request.POST), "")
    return redirect(addresses.screen(document, NEXT.get(pressed, "change")))


def _saved(request: HttpRequest, sheet: Sheet) -> Document:
    """Keep the words as a revision, unless they are the newest ones already, and say which of the two happened."""
    words = {"text": sheet.form.as_text(), "author": request.user, "note": sheet.saving.cleaned_data["note"]}
    if sheet.document is None:
        place = {"ref": sheet.address.ref, "language": sheet.address.language_chosen}
        document = begin(**place, **words, origin=Origin.STAFF)
        _say_saved(request, sheet, document.head)
        return document
    if sheet.theirs and sheet.base:
        _save_join(request, sheet, words)
        return sheet.document
    try:
        revision = revise(sheet.document, based_on=sheet.base, origin=Origin.STAFF, **words)
    except StaleDraft as stale:
        _save_stale(request, sheet, stale, words)
        return sheet.document
    if revision:
        _say_saved(request, sheet, revision)
    else:
        _say_unchanged(request, sheet)
    return sheet.document


def _save_join(request: HttpRequest, sheet: Sheet, words: dict[str, Any]) -> None:
    """Save words that take in another revision's. Raises StaleDraft where somebody saved meanwhile; they are kept."""
    both = {"ours": sheet.base, "theirs": sheet.theirs}
    try:
        _say_saved(request, sheet, join(sheet.document, **both, **words))
    except StaleDraft as stale:
        if stale.newest.digest == frontmatter.digest(words["text"]) and stale.newest.descends_from(sheet.theirs):
            _say_unchanged(request, sheet)
            return
        keep_late(sheet.document, **both, **words)
        raise


def _save_stale(request: HttpRequest, sheet: Sheet, stale: StaleDraft, words: dict[str, Any]) -> None:
    """Bring words together that two people wrote at once. Raises `stale` where they must decide; the words are kept."""
    if stale.newest.digest == frontmatter.digest(words["text"]):
        _say_unchanged(request, sheet)
        return
    joined = join_stale(sheet.document, based_on=sheet.base, **words)
    if joined is None:
        raise stale
    said = _(
        "Somebody else saved this document while you were writing. You changed different places, so revision"
        " %(number)s has both of your changes. Read it through once more."
    )
    messages.warning(request, said % {"number": joined.pk}, extra_tags=sheet.saving.saved_tag)


def _say_saved(request: HttpRequest, sheet: Sheet, revision: Revision) -> None:
    words = _("Saved as revision %(number)s. Readers do not see it before it is published.")
    messages.success(request, words % {"number": revision.pk}, extra_tags=sheet.saving.saved_tag)


def _say_unchanged(request: HttpRequest, sheet: Sheet) -> None:
    words = _("Nothing was changed, so nothing was saved: these are the newest words already.")
    messages.info(request, words, extra_tags=sheet.saving.saved_tag)


def _obstacles(document: Document) -> tuple[Any, ...]:
    """What stops the newest text from being published; nothing is asked of one that is live already."""
    return obstacles(document, document.head) if document.has_draft else ()
