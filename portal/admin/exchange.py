"""Files and site: what the folder content/ and the site disagree on, and the buttons that load or export."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from tempfile import TemporaryFile
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.admin.addresses import screen
from portal.admin.permissions import may
from portal.desk.drafts import DraftRefused
from portal.desk.exchange.comparison import CLASHES, DELETED, EXPORTED, LOADED, PRUNED, RESTORED, Step
from portal.desk.exchange.exporting import Exported, archive, export, export_pictures
from portal.desk.exchange.folder import Unwritable
from portal.desk.exchange.folders import UnreadableTree
from portal.desk.exchange.loading import TROUBLES, load
from portal.desk.exchange.plans import FaultyFiles, Item, Plan, plan
from portal.desk.exchange.renaming import LeftBehind
from portal.desk.press.composing import NotPublishable
from portal.desk.press.crew import CrewFailed

REFUSALS = (FaultyFiles, NotPublishable, DraftRefused, LeftBehind, Unwritable, UnreadableTree, CrewFailed)
# More than this would keep a person waiting in front of a browser; the command tells how far it has come.
MOST_AT_ONCE = 300


@dataclass(frozen=True)
class Heap:
    """Files and documents that stand alike: what that means, and the buttons that settle it (action, words).

    A button acts on what stands in its own heap, and on nothing else: see ACTIONS.
    """

    slug: str
    heading: Any
    advice: Any
    steps: frozenset[Step]
    buttons: tuple[tuple[str, Any], ...] = ()


HEAPS = (
    Heap(
        "clash",
        _("Changed on both sides"),
        _("Loading keeps the file’s words in the history and changes nothing for readers. Then join them, one by one."),
        CLASHES,
        (("keep", _("Take the files’ words in, to be joined")),),
    ),
    Heap(
        "files",
        _("Newer in the files"),
        _("Loading publishes the files’ words."),
        LOADED,
        (("load", _("Load the files and publish them")),),
    ),
    Heap(
        "site",
        _("Newer on the site"),
        _("Exporting writes to the files what readers see, and deletes the files of withdrawn pages."),
        EXPORTED | DELETED,
        (("export", _("Export to the files")),),
    ),
    Heap(
        "gone",
        _("Files that are gone"),
        _("Readers still see these pages. Write their files again, or withdraw them."),
        RESTORED,
        (("restore", _("Write the files again")), ("prune", _("Withdraw those that the site has not changed"))),
    ),
)


def files(request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    """The plan, in heaps; on POST, the action of the pressed button, for whoever may publish."""
    if not may(request.user, "view"):
        raise PermissionDenied
    if request.method == "POST":
        return _acted(request)
    try:
        work = plan(settings.CONTENT_DIR)
    except (UnreadableTree, CrewFailed) as error:
        return TemplateResponse(request, "admin/files.html", frame | {"unreadable": str(error)})
    context = frame | {
        "heaps": [(heap, _buttons(work, heap), list(_entries(work, heap))) for heap in HEAPS if work.of(heap.steps)],
        "faults": work.fault_lines,
        "loose_ends": [*work.missing, *work.left],
        "alike": len(work.of({Step.NOTHING})),
        "may_publish": may(request.user, "publish"),
    }
    return TemplateResponse(request, "admin/files.html", context)


def pack(request: HttpRequest) -> HttpResponse:
    """Everything that readers see, as a ZIP of the folder content/."""
    if not may(request.user, "view"):
        raise PermissionDenied
    packed = TemporaryFile()  # noqa: SIM115  the answer closes it, when the last piece has been sent
    archive(packed)
    packed.seek(0)
    name = timezone.localtime().strftime("content-%Y-%m-%d-%H%M.zip")
    return FileResponse(packed, as_attachment=True, filename=name)


def _buttons(work: Plan, heap: Heap) -> list[tuple[str, Any]]:
    """The buttons of a heap that have something to do: not where loading has kept every file's words already."""
    return [
        (action, words)
        for action, words in heap.buttons
        if not all(item.is_known_clash for item in work.of(ACTIONS[action].steps))
    ]


def _entries(work: Plan, heap: Heap) -> Iterator[dict[str, Any]]:
    for item in work.of(heap.steps):
        document = item.document
        place = "joining" if item.is_known_clash else "change"
        yield {
            "path": item.path,
            "was": item.was,
            "words": _words(item),
            "address": screen(document, place) if document else "",
        }


def _words(item: Item) -> str:
    return _now("its words are kept; join them") if item.is_known_clash else str(WORDS[item.step])


WORDS = {
    Step.CREATE: _("new file"),
    Step.TAKE: _("changed in the file"),
    Step.TAKE_UNDER_DRAFT: _("changed in the file, while a draft is being written"),
    Step.BOTH_MOVED: _("changed in the file and on the site"),
    Step.BOTH_NEW: _("staff began a document of the same name"),
    Step.FILE_BEHIND: _("changed on the site"),
    Step.NEW_HERE: _("new on the site"),
    Step.WITHDRAWN_HERE: _("withdrawn on the site"),
    Step.FILE_GONE: _("the site has not changed since"),
    Step.GONE_AND_MOVED: _("the site has changed since"),
}


def _acted(request: HttpRequest) -> HttpResponse:
    if not may(request.user, "publish"):
        raise PermissionDenied
    action = ACTIONS.get(request.POST.get("action", ""))
    if action is None:
        raise Http404("no such action")
    try:
        action.act(request, plan(settings.CONTENT_DIR), action.steps)
    except REFUSALS as refused:
        for line in str(refused).split("\n"):
            messages.error(request, line)
    return redirect("admin:files")


def _load(request: HttpRequest, work: Plan, steps: frozenset[Step]) -> None:
    count = len(work.of(LOADED & steps))
    if count > MOST_AT_ONCE:
        words = _now("%(count)s files are too many to load from here: have “load_content” run on the server.")
        messages.error(request, words % {"count": count})
        return
    done = load(work, prune=bool(steps & PRUNED), only=steps)
    if count:
        said = ngettext("%(count)s file was loaded.", "%(count)s files were loaded.", count)
        messages.success(request, said % {"count": count})
    for outcome, path, reason in done.outcomes:
        tell = messages.warning if outcome in TROUBLES else messages.success
        tell(request, f"{path}: {outcome.value}" + (f": {reason}" if reason else ""))


def _export(request: HttpRequest, work: Plan, steps: frozenset[Step]) -> None:
    _say_exported(request, export(work, restore=bool(steps & RESTORED), only=steps))


def _export_pictures(request: HttpRequest, work: Plan, steps: frozenset[Step]) -> None:
    _say_exported(request, export_pictures(work))


def _say_exported(request: HttpRequest, done: Exported) -> None:
    words = _now("Written: %(written)s. Deleted: %(deleted)s. Left because of words of their own: %(refused)s.")
    counts = {"written": len(done.written), "deleted": len(done.deleted), "refused": len(done.refused)}
    messages.success(request, words % counts)


@dataclass(frozen=True)
class Action:
    """What a button does, and how the documents stand that it does it to."""

    act: Callable[[HttpRequest, Plan, frozenset[Step]], None]
    steps: frozenset[Step]


ACTIONS = {
    "keep": Action(_load, CLASHES),
    "load": Action(_load, LOADED),
    "export": Action(_export, EXPORTED | DELETED),
    "restore": Action(_export, RESTORED),
    "prune": Action(_load, PRUNED),
    "pictures": Action(_export_pictures, frozenset()),
}
