"""Any two texts of a document beside each other."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from portal.admin import addresses
from portal.admin.document.differences import as_read, as_written, reading_of, summary_of
from portal.admin.document.screens import context_of
from portal.admin.permissions import may
from portal.desk.documents import Document, Revision
from portal.text.faults import BadText

READING, SOURCE = "reading", "source"
# Longer numbers are none that a database has given.
MOST_DIGITS = 15


class NoSuchText(LookupError):
    """There is no text of this number in this document; the exception's text says so to whoever asked."""


def comparing(entry: Any, request: HttpRequest, document: Document) -> HttpResponse:
    """The two revisions that the address names; by itself, what readers see beside the newest."""
    context = context_of(entry, request, document, _("Compare"))
    try:
        left, right = _chosen(document, request)
    except NoSuchText as wrong:
        return TemplateResponse(request, "admin/document/comparing.html", context | {"wrong": str(wrong)}, status=404)
    context["left_text"], context["right_text"] = left, right
    if left is not None and right is not None:
        view = SOURCE if request.GET.get("as") == SOURCE else READING
        context |= _beside(document, left, right, view) | {
            "views": _views(document, left, right),
            "restorable": _restorable(document, left, right) if may(request.user, "change") else [],
        }
    return TemplateResponse(request, "admin/document/comparing.html", context)


def address_of_two(document: Document, left: int, right: int, view: str = "") -> str:
    """Where two revisions are compared, given their numbers."""
    more = f"&as={view}" if view else ""
    return f"{addresses.screen(document, 'comparing')}?from={left}&to={right}{more}"


def _chosen(document: Document, request: HttpRequest) -> tuple[Revision | None, Revision | None]:
    """The revisions that are asked for. What is not asked for is the newest text, and the first of these that is
    another one: the live text, the one that it was written from, the newest. Raises NoSuchText.
    """
    right = _number(request.GET.get("to", "")) or document.head_id
    left = _number(request.GET.get("from", "")) or document.live_id
    if not request.GET.get("from") and left in (None, right):
        before = document.revisions.filter(pk=right).values_list("parent", flat=True).first()
        left = before or (document.head_id if document.head_id != right else None)
    rows = document.revisions.select_related("author").in_bulk([number for number in (left, right) if number])
    for number in (left, right):
        if number and number not in rows:
            raise NoSuchText(_("There is no revision %(number)s of this document.") % {"number": number})
    return rows.get(left), rows.get(right)


def _number(given: str) -> int | None:
    """A revision's number as an address has it; None where none is given. Raises NoSuchText for anything else."""
    if not given:
        return None
    if not (given.isascii() and given.isdigit()) or len(given) > MOST_DIGITS or not int(given):
        raise NoSuchText(_("“%(given)s” is not the number of a revision.") % {"given": given[:40]})
    return int(given)


def _beside(document: Document, left: Revision, right: Revision, view: str) -> dict[str, Any]:
    """What differs. A text that cannot be read any more is shown as it is written; the summary then has no places."""
    try:
        read = as_read(reading_of(document, left.text), reading_of(document, right.text))
    except BadText as bad:
        return as_written(left.text, right.text) | {"view": SOURCE, "unreadable": str(bad)}
    shown = read if view == READING else as_written(left.text, right.text)
    return shown | {
        "view": view,
        "summary": summary_of(read["places"]),
        "is_only_unseen": not read["places"] and left.digest != right.digest,
    }


def _views(document: Document, left: Revision, right: Revision) -> list[tuple[str, str, str]]:
    """Both views: which, in words, at which address."""
    words = ((READING, _("As readers read it")), (SOURCE, _("As written")))
    return [(view, said, address_of_two(document, left.pk, right.pk, view)) for view, said in words]


def _restorable(document: Document, *texts: Revision) -> list[tuple[Revision, str]]:
    """Those that are not the newest text, each with the address of its own screen, where it is restored."""
    older = {text.pk: text for text in texts if document.head is None or text.digest != document.head.digest}
    return [(text, addresses.screen(document, "revision", text.pk)) for text in older.values()]
