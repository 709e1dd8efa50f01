"""The first page: what do you need? By stage of the way, and by topic."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.shelf.addresses import HOME
from portal.shelf.first import first_of_each
from portal.shelf.pages import Article, Page
from portal.views.frame import Way, frame
from portal.views.freshness import public_page
from portal.views.lists import stages_of
from portal.views.paths import guides_along_the_way
from portal.views.ways import SHOWN

# More would bury the others; a clinic's own library has fewer.
MOST_OF_A_KIND, MOST_OF_A_STAGE = 24, 12
TOPICS = ("condition", "procedure", "benefit", "risk", "decision")
# How a reader at a stage would say it, what helps there, and the kinds whose lists are offered before its guides.
OFFERED = {
    "pain": (_("I have pain"), _("What it may be, what usually happens, and what you can do now."), ("condition",)),
    "diagnosis": (
        _("I have a diagnosis"),
        _("What a good examination is, and what a scan can and cannot tell."),
        ("condition",),
    ),
    "surgery_suggested": (
        _("Surgery was suggested"),
        _("What you may gain, what can go wrong, and your other choices."),
        ("procedure", "benefit", "risk", "decision"),
    ),
    "getting_ready": (_("I am getting ready"), _("What to arrange, what to ask, and your medicines."), ()),
    "recovering": (
        _("I am recovering"),
        _("What is usual, when to call, and when people get back to things."),
        ("procedure",),
    ),
}


@dataclass(frozen=True)
class Step:
    """A stage of a patient's way: what the reader would say, a line about it, and where to go from here."""

    slug: str
    saying: Any
    line: Any
    ways: list[Way]


@dataclass(frozen=True)
class Topic:
    """Pages of one kind under the kind's name, the first ones by title; `is_cut` says that there are more."""

    label: Any
    address: str
    pages: list[Page]
    is_cut: bool


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """The first page. It stands even while nothing is published yet."""
    around = frame(request)
    article = Article.objects.at(around.language, HOME).select_related("edition").first()
    pages = first_of_each(TOPICS, around.language, MOST_OF_A_KIND + 1)
    topics = {kind: [page for page in pages if page.kind == kind] for kind in TOPICS}
    guides = guides_along_the_way(request, around.country)
    context = {
        "frame": around,
        "page": article,
        "steps": list(_steps(guides, topics)),
        "topics": [_topic(kind, found) for kind, found in topics.items() if found],
    }
    return render(request, "home.html", context)


def _topic(kind: str, found: list[Page]) -> Topic:
    is_cut = len(found) > MOST_OF_A_KIND
    return Topic(SHOWN[kind].label, _list_of(kind), found[:MOST_OF_A_KIND], is_cut)


def _steps(guides: list[Page], topics: Mapping[str, list[Page]]) -> Iterator[Step]:
    """The stages with their guides and lists; a stage with nothing published is still named, so the way is whole."""
    for stage in stages_of(guides):
        saying, line, kinds = OFFERED[stage.slug]
        ways = [Way(_list_of(kind), SHOWN[kind].label) for kind in kinds if topics[kind]]
        ways += [Way(guide.get_absolute_url(), guide.title) for guide in stage.guides[:MOST_OF_A_STAGE]]
        if len(stage.guides) > MOST_OF_A_STAGE:
            ways.append(Way(_list_of("guide"), _("All guides")))
        yield Step(stage.slug, saying, line, ways)


def _list_of(kind: str) -> str:
    return reverse(SHOWN[kind].address)
