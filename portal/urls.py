"""Which view answers which address. The language is the address's: none for the first, "/es/" and so on for others."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import URLPattern, path, re_path, register_converter

from portal.admin import outside
from portal.admin.site import desk
from portal.kinds.registry import KINDS
from portal.shelf.uploads import SHORT_NAME
from portal.views import (
    alphabet,
    checks,
    feedback,
    home,
    lists,
    pages,
    paper,
    pictures,
    robots,
    scores,
    search,
    sitemap,
    style,
)
from portal.views.comparing import COMPARED
from portal.views.kit.page import visit_kit
from portal.views.sheets import OtherSheet
from portal.views.ways import SHOWN

register_converter(OtherSheet, "sheet")

STANDING = "article"
LISTED = [KINDS[kind] for kind in SHOWN if KINDS[kind].is_page]
# A list that is more than titles in order has a view of its own.
OWN_LISTS = {"guide": lists.guides}


def on_paper(folder: str, kind: str) -> list[URLPattern]:
    """The addresses of a kind's pages as files to print, in normal and in large print."""
    return [
        path(
            f"{folder}<slug:slug>{ending}", paper.on_paper, {"kind": kind, "is_large": is_large}, name=f"{kind}-{name}"
        )
        for ending, name, is_large in ((".pdf", "pdf", False), (".large.pdf", "large-pdf", True))
    ]


def list_of(folder: str, kind: str) -> list[URLPattern]:
    """The addresses of a kind's list: its first sheet, and the others."""
    view, of = (OWN_LISTS[kind], {}) if kind in OWN_LISTS else (lists.all_of_kind, {"kind": kind})
    return [
        path(f"{folder}/", view, of, name=folder),
        path(f"{folder}/pages/<sheet:number>/", view, of, name=f"{folder}-sheet"),
    ]


urlpatterns = [
    path("admin/", desk.urls),
    path("preview/<str:token>/", outside.read, name="preview"),
    path("preview/<str:token>/pictures/<str:name>", outside.picture, name="preview-picture"),
    # For whoever the desk lets in, which asks for more than a password.
    path("style/", desk.admin_view(style.style), name="style"),
    path("robots.txt", robots.robots, name="robots"),
    # The same for readers of every language.
    re_path(rf"^pictures/(?P<short>{SHORT_NAME})$", pictures.picture_file, name="picture-file"),
    path("sitemap.xml", sitemap.whole, name="sitemap"),
    re_path(rf"^sitemap/(?P<number>{sitemap.NUMBER})\.xml$", sitemap.part, name="sitemap-part"),
    *i18n_patterns(
        path("", home.home, name="home"),
        path("search/", search.search, name="search"),
        path("search/suggestions/", search.suggestions, name="search-suggestions"),
        path("glossary/", lists.glossary, name="glossary"),
        path("sources/", lists.sources, name="sources"),
        path("a-z/", alphabet.alphabet, name="a-z"),
        path("a-z/<str:letter>/", alphabet.alphabet, name="a-z-letter"),
        path("a-z/<str:letter>/<sheet:number>/", alphabet.alphabet, name="a-z-letter-sheet"),
        path("check/", checks.checks, name="checks"),
        path("check/pages/<sheet:number>/", checks.checks, name="checks-sheet"),
        path("visit-kit/", visit_kit, name="visit-kit"),
        path("score-sheet/", scores.scores, name="scores"),
        path("score-sheet/pages/<sheet:number>/", scores.scores, name="scores-sheet"),
        path("feedback/<slug:folder>/<slug:slug>/", feedback.was_it_clear, name="feedback"),
        path("feedback/<slug:folder>/<slug:slug>/thanks/", feedback.thanks, name="feedback-thanks"),
        *[address for kind in LISTED for address in list_of(kind.folder, kind.slug)],
        *[path(f"{kind.folder}/<slug:slug>/", pages.one_page, {"kind": kind.slug}, name=kind.slug) for kind in LISTED],
        *[address for kind in LISTED for address in on_paper(f"{kind.folder}/", kind.slug)],
        *[
            path(
                f"{kind.folder}/<slug:slug>.comparison.pdf",
                paper.comparison_on_paper,
                {"kind": kind.slug},
                name=f"{kind.slug}-comparison",
            )
            for kind in LISTED
            if kind.slug in COMPARED
        ],
        *on_paper("", STANDING),
        path("<slug:slug>/", pages.one_page, {"kind": STANDING}, name=STANDING),
        prefix_default_language=False,
    ),
]

handler400 = "portal.views.errors.not_taken"
handler404 = "portal.views.errors.not_found"
