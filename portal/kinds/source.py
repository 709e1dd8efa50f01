"""Sources: where a figure or a statement comes from."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.kinds.base import Gap
from portal.kinds.choices import ChoiceField, YesField
from portal.kinds.fields import PatternField, TextField
from portal.kinds.form import DocumentForm
from portal.kinds.numbers import WholeField

TYPES = {
    "guideline": _("guideline"),
    "systematic_review": _("systematic review"),
    "randomised_trial": _("randomised trial"),
    "cohort": _("cohort study"),
    "registry": _("registry"),
    "other_study": _("other study"),
    "law": _("law"),
    "official_page": _("official page"),
    "web_page": _("web page"),
}
# Copies of other people's pages come and go, and may have been changed on the way.
COPIES = re.compile(
    r"(^|[.-])(proxy|mirror|webcache|cache)[0-9a-z-]*\.|(^|\.)(ezproxy|sci-hub|libgen)|translate\.goog$"
    r"|googleusercontent\.com$|(^|\.)archive\.(org|ph|is|today)$|(^|\.)jina\.ai$"
)
HOST = re.compile(r"([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}")


class AddressField(PatternField):
    """A web address at its first publisher: https, a name and no number for the host, no copy."""

    def check(self, text: str) -> None:
        super().check(text)
        host = _host(text)
        if text and not HOST.fullmatch(host):
            raise self.wrong(
                _now("%(field)s must name a website, without user, port or bare number; give the publisher's page")
            )
        if COPIES.search(host):
            raise self.wrong(_now("%(field)s leads to a copy at %(host)s; give the publisher's own page"), host=host)


class SourceForm(DocumentForm):
    """A reference. One that could not be seen whole says so, and what is missing; nothing is padded."""

    noun = _("a source")
    has_body = False

    title = TextField(_("Title"), _("The title as published."), longest=400, needed=True)
    authors = TextField(
        _("Authors"), _("As published. Example: “Peul WC, van Houwelingen HC, and others”."), longest=500
    )
    publication = TextField(_("Journal or publisher"), _("Example: “BMJ” or “NICE”."), longest=200)
    year = WholeField(_("Year"), _("The year it was published. Example: 2008."), low=1900, high=2100, such_as="2008")
    type = ChoiceField(_("Type"), _("What sort of source it is."), answers=TYPES, needed=True)
    doi = PatternField(
        _("DOI"),
        _("Without “https://doi.org/”. Example: “10.1136/bmj.a143”."),
        pattern=r"10\.[0-9]{4,9}/[^\s<>\"]+",
        what=_("a DOI without its address"),
        such_as="10.1136/bmj.a143",
        longest=120,
    )
    pmid = PatternField(
        _("PubMed number"),
        _("Figures only. Example: “18502911”."),
        pattern="[1-9][0-9]{0,8}",
        what=_("a PubMed number in quotes"),
        such_as="18502911",
    )
    pmcid = PatternField(
        _("PubMed Central number"),
        _("Begins with PMC. Example: “PMC2427077”."),
        pattern="PMC[1-9][0-9]{0,8}",
        what=_("a PubMed Central number"),
        such_as="PMC2427077",
    )
    url = AddressField(
        _("Address"),
        _("The page at its publisher, never a copy. Example: “https://www.nice.org.uk/guidance/ng59”."),
        pattern=r"https://[^\s<>\"\\]+",
        what=_("an address"),
        such_as="https://www.nice.org.uk/guidance/ng59",
        longest=300,
    )
    is_incomplete = YesField(_("Incomplete"), _("Tick when part of the reference could not be seen."))
    missing = TextField(
        _("What is missing"), _("What could not be seen. Example: “the volume and the pages”."), longest=300
    )

    def rules(self) -> Iterator[Gap]:
        yield from super().rules()
        places = ("doi", "pmid", "pmcid", "url")
        is_judged = all(name in self.cleaned_data for name in places)
        if is_judged and not any(self.value(name) for name in (*places, "is_incomplete")):
            words = _now("a source needs one of %(places)s; add one, or set %(incomplete)s and say what is missing")
            yield Gap(words % {"places": self.called(*places), "incomplete": self.called("is_incomplete")})
        if self.value("is_incomplete") and not self.value("missing"):
            words = _now("%(missing)s is needed with %(incomplete)s: say what could not be seen")
            more = {"missing": self.called("missing"), "incomplete": self.called("is_incomplete")}
            yield Gap(words % more, ("is_incomplete",))


def _host(address: str) -> str:
    try:
        return urlsplit(address).netloc.lower()
    except ValueError:
        return ""
