"""“Was this clear?”: a small form about one part of a page, and the thanks for it."""

from functools import partial
from typing import Any, NamedTuple

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.callers import Limit, limit_reached
from portal.forms.feedback import FeedbackForm
from portal.kinds.registry import KINDS
from portal.shelf.published import Published
from portal.text.references import Ref
from portal.views.asking import form_page, gives_back
from portal.views.frame import Frame, Way
from portal.views.freshness import public_page
from portal.views.pages import answer, taken_down
from portal.visitors import triage

LONGEST_ANCHOR = 200
KIND_OF = {kind.folder: kind.slug for kind in KINDS.values() if kind.is_page}
# One network address may be a whole waiting room. All of them together are a flood that nobody would read, and it takes
# sixty addresses to be one: each counts for its first ten of an hour.
OF_ONE, OF_ALL = Limit(10, 600), Limit(600)
WAIT_HERE = gettext_lazy(
    "Too much has come from your network in a short time. Nothing is lost: send it again in ten minutes."
)
WAIT_ALL = gettext_lazy("Too much has come in a short time. Nothing is lost: send it again in an hour.")
SENT_BEFORE = gettext_lazy(
    "You sent this form before, with another answer, and we have that one. Press the button again to send this one too."
)


class Part(NamedTuple):
    """The part of a page that is asked about; both "" for the whole page, also where `gone` is not there any more."""

    anchor: str = ""
    heading: str = ""
    gone: str = ""


@gives_back
@form_page
def was_it_clear(request: HttpRequest, *, folder: str, slug: str, refused: str = "") -> HttpResponse:
    """The form about a page, or about the part of it that `?part=` names."""
    ref = _ref(folder, slug)
    address = partial(_address_of, part=_wanted(request))
    too_late = partial(_asked_too_late, ref=ref, refused=refused)
    return answer(request, ref, partial(_asked, refused=refused), address, too_late)


@public_page
def thanks(request: HttpRequest, *, folder: str, slug: str) -> HttpResponse:
    """What a reader sees who has sent it."""
    return answer(request, _ref(folder, slug), _thanked, _address_of, _thanked_too_late)


def _ref(folder: str, slug: str) -> Ref:
    if folder not in KIND_OF:
        raise Http404("no pages of this kind")
    return Ref(KIND_OF[folder], slug)


def _address_of(_language: str, ref: Ref, *, part: str = "") -> str:
    address = reverse("feedback", kwargs={"folder": KINDS[ref.kind].folder, "slug": ref.slug})
    return _about(address, part)


def _about(address: str, part: str) -> str:
    return f"{address}?{urlencode({'part': part})}" if part else address


def _asked(request: HttpRequest, page: Published, around: Frame, *, refused: str) -> HttpResponse:
    part = _part(request, page)
    context = {
        "frame": around,
        "page": page,
        "part": part,
        "heading": _("Was “%(name)s” clear?") % {"name": part.heading or page.title},
        "back": _back(page, part),
        "above": Way(page.get_absolute_url(), page.title),
    }
    place = triage.Place(page.language, page.ref, part.anchor, part.heading)
    return _taken(request, place, context, refused)


def _asked_too_late(request: HttpRequest, around: Frame, *, ref: Ref, refused: str) -> HttpResponse:
    """Nobody is asked about a page that was taken down; what somebody wrote before that is taken all the same."""
    if request.method != "POST":
        return taken_down(request, around)
    context = {"frame": around, "heading": _("This page was taken down")}
    return _taken(request, triage.Place(around.language, ref), context, refused, status=410)


def _taken(
    request: HttpRequest, place: triage.Place, context: dict[str, Any], refused: str, status: int = 200
) -> HttpResponse:
    """The way to the thanks for what was sent and is kept; else the form, with the reason why it is not, if any."""
    form, reached = FeedbackForm(request.POST if request.method == "POST" else None, refused=refused), None
    if form.is_valid():
        reached = limit_reached(request, "feedback", of_one=OF_ONE, of_all=OF_ALL)
        if reached is None and _is_kept(form, place):
            # So that loading again sends nothing twice.
            thanked = reverse(
                "feedback-thanks", kwargs={"folder": KINDS[place.ref.kind].folder, "slug": place.ref.slug}
            )
            return redirect(_about(thanked, _wanted(request)))
        form.add_error(None, SENT_BEFORE if reached is None else WAIT_HERE if reached is OF_ONE else WAIT_ALL)
    response = render(request, "pages/feedback.html", context | {"form": form}, status=429 if reached else status)
    if reached:
        response.headers["Retry-After"] = str(reached.seconds)
    return response


def _is_kept(form: FeedbackForm, place: triage.Place) -> bool:
    told = form.cleaned_data
    return triage.send(place=place, clear=told["clear"], words=told["words"], ticket=told["stamp"])


def _thanked_too_late(request: HttpRequest, around: Frame) -> HttpResponse:
    return render(request, "pages/feedback_thanks.html", {"frame": around})


def _thanked(request: HttpRequest, page: Published, around: Frame) -> HttpResponse:
    part = _part(request, page)
    context = {"frame": around, "page": page, "part": part, "back": _back(page, part)}
    return render(request, "pages/feedback_thanks.html", context)


def _part(request: HttpRequest, page: Published) -> Part:
    """The part that the address names, if the page has it now."""
    wanted = _wanted(request)
    headings = [heading for heading in page.edition.contents if heading["level"] == 2]
    found = next((heading for heading in headings if heading["anchor"] == wanted), None)
    return Part(found["anchor"], found["text"]) if found else Part(gone=wanted)


def _wanted(request: HttpRequest) -> str:
    return request.GET.get("part", "")[:LONGEST_ANCHOR]


def _back(page: Published, part: Part) -> str:
    return page.get_absolute_url() + (f"#{part.anchor}" if part.anchor else "")
