"""What readers see of the kinds: the names of the lists, and what stands above each."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Shown:
    """A kind in readers' words. `address` is the name of its list's URL; `nearby` heads links from other pages."""

    address: str
    label: Any
    lead: Any
    nearby: Any


SHOWN = {
    "condition": Shown(
        "conditions",
        _("Conditions"),
        _("What may be wrong in your back, what usually happens, and what can help."),
        _("Conditions"),
    ),
    "procedure": Shown(
        "procedures",
        _("Treatments"),
        _("What is done, what you may gain, what can go wrong, and what else you can choose."),
        _("Treatments"),
    ),
    "benefit": Shown(
        "benefits",
        _("Benefits"),
        _("What people are promised, and how well the studies carry it."),
        _("Benefits"),
    ),
    "risk": Shown(
        "risks",
        _("Risks"),
        _("What can go wrong, how often, and when to call."),
        _("Risks"),
    ),
    "guide": Shown(
        "guides",
        _("Guides"),
        _("Help with one step at a time, from the first pain to getting over an operation."),
        _("Guides that help"),
    ),
    "decision": Shown(
        "decisions",
        _("Decision aids"),
        _("Your choices side by side, with what may matter to you."),
        _("Help with deciding"),
    ),
    "term": Shown(
        "glossary", _("Words"), _("Words that doctors use about backs and back surgery, in plain language."), ""
    ),
    "source": Shown(
        "sources",
        _("Sources"),
        _("Every study, guideline and page that the figures and statements on this site come from, newest first."),
        "",
    ),
}


@dataclass(frozen=True)
class Tool:
    """Something to do on this site besides reading. `address` is the name of its URL, `line` says what one gets.

    `needs` is the kind without whose pages there is nothing to do, "" for none.
    """

    address: str
    label: Any
    line: Any
    needs: str = ""


TOOLS = (
    Tool(
        "decisions", _("Compare your choices"), _("The same questions for each choice, side by side."), needs="decision"
    ),
    Tool("visit-kit", _("Get ready for your visit"), _("Make a sheet with your questions, to print or to save.")),
    Tool("checks", _("Check what you understood"), _("A few questions about a page. Nobody gets a score.")),
    Tool("a-z", _("A to Z"), _("Every page and every word by its names.")),
    Tool("search", _("Search"), _("Look for something in your own words.")),
)
# A treatment and the condition it is for: the heading on either's page.
TREATING = {"condition": _("Treatments for this"), "procedure": _("What it is for")}
OTHER_TEXTS = _("Also on this site")
