"""Search in readers' own words. Nothing of a question is kept, but for what `portal.search.unanswered` says."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from portal.kinds.guide import STAGES
from portal.kinds.search import CRISIS_LINE
from portal.search import unanswered
from portal.search.asked import Scope
from portal.search.finding import LONGEST_QUESTION, Found, Hit, find
from portal.search.finding import SHOWN as SHOWN_AT_ONCE
from portal.search.suggesting import suggest
from portal.shelf.reference import Card
from portal.views.asking import question_page
from portal.views.frame import Frame, frame
from portal.views.home import OFFERED
from portal.views.ways import OTHER_TEXTS, SHOWN

KIND_NAMES = {kind: SHOWN[kind].label for kind in SHOWN if kind != "source"} | {"article": OTHER_TEXTS}


class SearchForm(forms.Form):
    """A question and where to look. What is wrong in an address counts as not said: nobody types the rest by hand."""

    q = forms.CharField(required=False, max_length=LONGEST_QUESTION)
    kind = forms.ChoiceField(label=_("Show"), required=False, choices=[("", _("everything")), *KIND_NAMES.items()])
    stage = forms.ChoiceField(
        label=_("Where you are"),
        required=False,
        choices=[("", _("anywhere on the way")), *((stage, OFFERED[stage][0]) for stage in STAGES)],
    )

    def said(self, name: str) -> str:
        """What was said in one field, "" where it was nothing that can be."""
        self.is_valid()
        return str(self.cleaned_data.get(name) or "")


@dataclass(frozen=True)
class Shown:
    """A hit with the name of its kind for readers."""

    hit: Hit
    kind: Any


@question_page
def search(request: HttpRequest) -> HttpResponse:
    """The form, and what was found. A question in an address lets readers go back to it; no log holds it."""
    around = frame(request)
    asked = SearchForm(_short(request))
    question = asked.said("q").strip()
    found = find(question, _scope(asked, around)) if question else Found()
    if question and not found.hits and not found.urgent and not (asked.said("kind") or asked.said("stage")):
        unanswered.note(question, language=around.language)
    context = {
        "frame": around,
        "form": asked,
        "question": question,
        "found": found,
        "is_full": len(found.hits) == SHOWN_AT_ONCE,
        "hits": [Shown(hit, KIND_NAMES[hit.kind]) for hit in found.hits],
        "cards": _cards(found, around),
        "is_crisis": CRISIS_LINE in found.urgent,
    }
    return render(request, "search/page.html", context)


@question_page
def suggestions(request: HttpRequest) -> HttpResponse:
    """Titles that begin like what has been typed so far, for the list under the field."""
    around = frame(request)
    named = suggest(_short(request).get("q", ""), Scope(around.language, country=around.country))
    shown = [
        {"title": entry.title, "kind": str(KIND_NAMES[entry.kind]), "address": entry.get_absolute_url()}
        for entry in named
    ]
    return JsonResponse({"found": shown})


def _short(request: HttpRequest) -> dict[str, str]:
    """The address's words; a question that is too long is cut, because its beginning is better than nothing."""
    said = request.GET.dict()
    return said | {"q": said.get("q", "")[:LONGEST_QUESTION].replace("\0", " ")}


def _scope(asked: SearchForm, around: Frame) -> Scope:
    """A stage has its guides and the kinds whose lists are offered there; a kind that is named is named for good."""
    kind, stage = asked.said("kind"), asked.said("stage")
    if kind:
        return Scope(around.language, (kind,), "", around.country)
    kinds = OFFERED[stage][2] if stage else ()
    return Scope(around.language, kinds, stage, around.country)


def _cards(found: Found, around: Frame) -> list[Card]:
    """The cards that must stand first, in that order."""
    cards = Card.objects.in_language(around.language).select_related("edition") if found.urgent else ()
    return sorted(
        (card for card in cards if card.shown_on in found.urgent),
        key=lambda card: (found.urgent.index(card.shown_on), card.position),
    )
