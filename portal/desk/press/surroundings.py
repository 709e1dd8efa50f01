"""What a document needs to know of the others: which exist, which are public, which words are explained."""

import hashlib
from collections.abc import Callable, Iterable, Mapping, MutableMapping
from dataclasses import dataclass, field

from django.conf import settings

from portal.desk.documents import Document
from portal.desk.pictures.blobs import Blob
from portal.kinds.index import DRAWING, UPLOAD, Index
from portal.kinds.registry import KINDS
from portal.shelf.addresses import SHARED_LANGUAGE, Address, address_of
from portal.shelf.moved import Moved
from portal.shelf.published import Published
from portal.shelf.reference import Finding, Term
from portal.shelf.rows import ROWS
from portal.text.references import Ref
from portal.text.render import Outside, Rendered

Seen = tuple[str, tuple[str, ...], tuple[str, ...]]
DRAWINGS = settings.BASE_DIR / "templates" / "pictures"


def languages() -> tuple[str, ...]:
    """The site's languages, the default first."""
    return tuple(code for code, _name in settings.LANGUAGES)


def languages_reading(written: Iterable[str]) -> set[str]:
    """The languages whose readers meet what is written in these; all of them where one is shared."""
    found = set(written)
    return set(languages()) if SHARED_LANGUAGE in found else found


def languages_named_in(language: str) -> tuple[str, str]:
    """The languages of the documents that one in `language` may name."""
    return (settings.LANGUAGE_CODE if language == SHARED_LANGUAGE else language), SHARED_LANGUAGE


def drawings() -> dict[str, frozenset[str]]:
    """The drawings that pictures are made from, for an index."""
    return {DRAWING: frozenset(path.stem for path in DRAWINGS.glob("*.html"))}


def whole_index_of(language: str, extra: Iterable[Address] = ()) -> Index:
    """Every slug that a document in `language` may refer to, by kind: on the desk, and those in `extra`.

    So are the names of uploaded pictures, in `extra` under the language that is shared by all.
    """
    known: dict[str, set[str]] = {kind: set() for kind in KINDS} | {UPLOAD: Blob.objects.names()}
    wanted = languages_named_in(language)
    rows = Document.objects.filter(language__in=wanted).values_list("language", "kind", "slug")
    for of_language, kind, slug in (*rows, *extra):
        if of_language in wanted and kind in known:
            known[kind].add(slug)
    return Index({kind: frozenset(slugs) for kind, slugs in known.items()} | drawings())


def seen_from(language: str, addresses: Iterable[Address]) -> list[Ref]:
    """Those of some documents that have an address of their own, and that readers of `language` are led to."""
    own = (language, SHARED_LANGUAGE)
    return [Ref(kind, slug) for of, kind, slug in addresses if of in own and kind in KINDS and KINDS[kind].address]


@dataclass
class Surroundings:
    """The public surroundings of one language, gathered once and kept true while a batch is projected."""

    language: str
    index: Index
    urls: MutableMapping[Ref, str] = field(default_factory=dict)
    phrases: dict[str, tuple[str, ...]] = field(default_factory=dict)
    finding_sources: MutableMapping[str, str] = field(default_factory=dict)
    # The phrases as the renderer takes them, and their digest; made anew when a word has come.
    _words: tuple[dict[str, str], str] | None = None

    @classmethod
    def of(cls, language: str, coming: Iterable[Address] = ()) -> "Surroundings":
        """What is public in `language` now, together with what is about to be (`coming`)."""
        coming = tuple(coming)
        self = cls(language, whole_index_of(language, coming))
        for kind, row in ROWS.items():
            if KINDS[kind].address:
                for slug in row.objects.in_language(language).values_list("slug", flat=True):
                    self._note_url(Ref(kind, slug))
        for ref in seen_from(language, coming):
            self._note_url(ref)
        for former in Moved.objects.redirects(language):
            if (url := self.urls.get(Ref(former.to_kind, former.to_slug))) and former.ref not in self.urls:
                self.urls[former.ref] = url
        self.note_terms()
        self.finding_sources.update(Finding.objects.in_language(language).values_list("slug", "source_slug"))
        return self

    def note_terms(self) -> None:
        """Let what is drawn from now on know every word of the glossary that is public."""
        for term in Term.objects.in_language(self.language).only("slug", "title", "also").order_by("slug"):
            self._note_term(term)

    def expect(self, bodies: Iterable[str]) -> None:
        """These are drawn next: where what they name has to be asked for, it can be asked for all of them together."""

    def expect_named(self, links: Iterable[Ref], findings: Iterable[str]) -> None:
        """The same for what drawn bodies are known to name."""

    def _note_url(self, ref: Ref) -> None:
        self.urls[ref] = address_of(self.language, ref)

    def note(self, row: Published) -> None:
        """Let what is drawn from now on know a row that is public, or about to be."""
        if isinstance(row, Term):
            self._note_term(row)
        if isinstance(row, Finding):
            self.finding_sources[row.slug] = row.source_slug

    def _note_term(self, term: Term) -> None:
        self.phrases[term.slug], self._words = tuple(term.phrases), None

    def outside(self, *, explains: bool = True) -> Outside:
        """The same, in the form that the renderer takes; without words where the text has no place to explain them.

        A phrase of two terms leads to the first of them, whichever was published last.
        """
        terms = self._looked_for()[0] if explains else {}
        return Outside(terms=terms, urls=self.urls, finding_sources=self.finding_sources)

    def _looked_for(self) -> tuple[dict[str, str], str]:
        if self._words is None:
            terms = {phrase: slug for slug in sorted(self.phrases, reverse=True) for phrase in self.phrases[slug]}
            self._words = terms, hashlib.sha256(repr(sorted(self.phrases.items())).encode()).hexdigest()
        return self._words

    def phrases_of(self, terms: Iterable[str]) -> set[str]:
        """Every form of these words."""
        return {phrase for slug in terms for phrase in self.phrases[slug]}

    def seen(self, rendered: Rendered, *, explains: bool) -> Seen:
        """What of these surroundings is in a drawn body: all the words that are looked for, and what it names."""
        words = self._looked_for()[1] if explains else ""
        urls = tuple(self.urls.get(ref, "") for ref in rendered.links)
        return words, urls, tuple(self.finding_sources.get(slug, "") for slug in rendered.findings)


Rooms = Mapping[str, Surroundings]


def rooms_for(
    coming: Iterable[Address], of: Callable[[str, Iterable[Address]], Surroundings] = Surroundings.of
) -> dict[str, Surroundings]:
    """The surroundings of each language; what all languages share is shown in the default one."""
    addresses = tuple(coming)
    rooms = {language: of(language, addresses) for language in languages()}
    return rooms | {SHARED_LANGUAGE: rooms[settings.LANGUAGE_CODE]}
