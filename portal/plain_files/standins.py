"""Pages for what plain files cannot do: they say so kindly, and where to go on."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from portal.plain_files.addresses import NOT_HERE, home_of
from portal.views.frame import Way, frame

# What the small program below the search field takes for "nothing found".
NO_SUGGESTIONS = b'{"found": []}'


@dataclass(frozen=True)
class StandIn:
    """What cannot be done here, in the words of readers."""

    heading: Any
    lead: Any
    line: Any


STAND_INS = {
    "search": StandIn(
        _("The search does not work just now"),
        _("What you typed was not looked up. You can still read every page."),
        _("Look for it from A to Z: each page stands there under all of its names, everyday names too."),
    ),
    "visit-kit": StandIn(
        _("Your sheet cannot be made here just now"),
        _("This part of the site does not work just now. You can still read every page."),
        _("Write your questions on paper, the most important one first, and take them with you."),
    ),
    "feedback": StandIn(
        _("We cannot take messages here just now"),
        _("Nothing was sent. You can still read every page."),
        _("If something on a page was not clear, ask your own team. You are welcome to write to us another day."),
    ),
    "choices": StandIn(
        _("Other choices cannot be compared here just now"),
        _("The choices that you ticked could not be put side by side. You can still read every page."),
        _("Go back to the page that you came from: it compares the choices that most people ask about."),
    ),
    "paper": StandIn(
        _("This file to print is not here just now"),
        _("You can still read every page, and print it."),
        _("Go back to the page that you came from, and choose “Print” in the menu of your browser."),
    ),
}


def stand_in(language: str, name: str, path: str) -> bytes:
    """One of STAND_INS as a page at `path`."""
    request = HttpRequest()
    request.path = request.path_info = path
    with override(language):
        around = frame(request)
        ways = [Way(reverse("a-z"), _("A to Z")), *around.ways]
        context = {"frame": around, "stand_in": STAND_INS[name], "ways": ways}
        return render_to_string("plain/stand_in.html", context, request=request).encode()


def moved(language: str, target: str, whole: str) -> bytes:
    """A page that sends readers on to `target`, for hosts that know no redirects; `whole` is its full address."""
    with override(language):
        return render_to_string("plain/moved.html", {"target": target, "whole": whole}).encode()


def place_of(language: str, name: str) -> str:
    """Where a stand-in has an address of its own."""
    return f"{home_of(language)}{NOT_HERE}{name}/"
