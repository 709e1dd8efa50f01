"""The kinds of documents: one row each. A new kind is a form, a row here, a row class of the shelf and a template."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.kinds.article import ArticleForm
from portal.kinds.benefit import BenefitForm
from portal.kinds.card import CardForm
from portal.kinds.clinic import ClinicForm
from portal.kinds.condition import ConditionForm
from portal.kinds.decision import DecisionForm
from portal.kinds.finding.form import FindingForm
from portal.kinds.form import DocumentForm
from portal.kinds.guide import GuideForm
from portal.kinds.kit import KitListForm
from portal.kinds.picture import PictureForm
from portal.kinds.procedure import ProcedureForm
from portal.kinds.risk import RiskForm
from portal.kinds.search import SearchForm
from portal.kinds.source import SourceForm
from portal.kinds.term import TermForm
from portal.text.references import PAGE_KINDS, Ref, is_slug

# Months until a reviewed document should be reviewed again; 0: it is reviewed with the pages that use it. What
# says where harm begins and when to call is due yearly: cards, risks, and pages that are marked as about safety.
YEARLY, TWO_YEARLY, WITH_ITS_PAGES = 12, 24, 0

# Kinds that are no pages but are shown whole inside them.
RENDERED_PARTS = ("card", "term")


@dataclass(frozen=True)
class Kind:
    """A kind of document. `folder` is "" for the clinic, a single file; `rank` orders publishing, lowest first:
    what others include comes before them, and articles come last because they show the titles of other pages.

    `address` is the pattern of its public path, "" for what has none of its own.
    """

    slug: str
    folder: str
    form: type[DocumentForm]
    is_shared: bool
    rank: int
    name: Any
    plural: Any
    review_months: int
    address: str = ""

    @property
    def is_page(self) -> bool:
        """Whether readers open it as a page of its own."""
        return self.slug in PAGE_KINDS

    @property
    def is_rendered(self) -> bool:
        """Whether its words are made into finished content of their own when it is published."""
        return self.is_page or self.slug in RENDERED_PARTS

    def path(self, language: str, slug: str) -> str:
        """Where its file lies below content/: "en/conditions/slipped-disc.md", "all/clinic.md"."""
        return "/".join(part for part in (language, self.folder, f"{slug}.md") if part)


def _page(form: type[DocumentForm], folder: str, name: Any, plural: Any, months: int) -> Kind:
    """A kind that readers open as a page; published after everything that it may include."""
    slug = folder.removesuffix("s")
    return Kind(slug, folder, form, False, 3, name, plural, months, f"/{folder}/{{slug}}/")


_SOURCE, _TERM = "/sources/#source-{slug}", "/glossary/#term-{slug}"
_ROWS = (
    Kind("source", "sources", SourceForm, True, 0, _("source"), _("sources"), WITH_ITS_PAGES, _SOURCE),
    Kind("term", "glossary", TermForm, False, 0, _("word"), _("words"), WITH_ITS_PAGES, _TERM),
    Kind("picture", "pictures", PictureForm, True, 0, _("picture"), _("pictures"), WITH_ITS_PAGES),
    Kind("finding", "findings", FindingForm, True, 1, _("finding"), _("findings"), WITH_ITS_PAGES),
    Kind("clinic", "", ClinicForm, True, 1, _("clinic"), _("clinic"), WITH_ITS_PAGES),
    Kind("search", "search", SearchForm, False, 0, _("search words"), _("search words"), WITH_ITS_PAGES),
    Kind("card", "cards", CardForm, False, 2, _("card"), _("cards"), YEARLY),
    Kind("kit", "kit", KitListForm, False, 0, _("list of the visit kit"), _("lists of the visit kit"), WITH_ITS_PAGES),
    Kind("article", "articles", ArticleForm, False, 4, _("article"), _("articles"), TWO_YEARLY, "/{slug}/"),
    _page(ConditionForm, "conditions", _("condition"), _("conditions"), TWO_YEARLY),
    _page(ProcedureForm, "procedures", _("treatment"), _("treatments"), TWO_YEARLY),
    _page(BenefitForm, "benefits", _("benefit"), _("benefits"), TWO_YEARLY),
    _page(RiskForm, "risks", _("risk"), _("risks"), YEARLY),
    _page(GuideForm, "guides", _("guide"), _("guides"), TWO_YEARLY),
    _page(DecisionForm, "decisions", _("decision aid"), _("decision aids"), TWO_YEARLY),
)

KINDS: dict[str, Kind] = {kind.slug: kind for kind in _ROWS}
SHARED = "all"
_FOLDERS = {kind.folder: kind for kind in _ROWS}


def kind_at(path: str) -> tuple[str, Ref] | None:
    """The language and the document that a path below content/ stands for; None if it stands for none."""
    language, _slash, rest = path.removesuffix(".md").partition("/")
    folder, _slash, slug = rest.rpartition("/")
    kind = _FOLDERS.get(folder)
    if kind is None or not is_slug(slug) or (language == SHARED) != kind.is_shared:
        return None
    return (language, Ref(kind.slug, slug)) if folder or slug == kind.slug else None
