"""What a few texts name of the others, asked for when they do: publishing one page costs the same in any library."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from portal.desk.documents import Document
from portal.desk.pictures.blobs import Blob
from portal.desk.press.surroundings import Surroundings, drawings, languages_named_in, seen_from
from portal.kinds.index import UPLOAD, Index
from portal.kinds.registry import KINDS
from portal.shelf.addresses import SHARED_LANGUAGE, Address, address_of, at_any
from portal.shelf.moved import Moved
from portal.shelf.pages import Page
from portal.shelf.published import Published
from portal.shelf.reference import Finding
from portal.shelf.rows import ROWS
from portal.text.references import SLUG, Ref

Key = TypeVar("Key")
# Where a body leads to other documents, and where it shows findings. What these miss is asked for all the same, alone.
LINK = re.compile(rf"\]\(\s*<?([a-z]+):({SLUG.pattern})")
SHOWN = re.compile(rf"^:::[ \t]*finding[ \t]+({SLUG.pattern})", re.MULTILINE)


class Sought(MutableMapping[Key, str]):
    """Answers to what is looked up, each asked for once; many together where it is known that they will be."""

    def __init__(self, ask: Callable[[Collection[Key]], Mapping[Key, str]]) -> None:
        self._ask = ask
        self._found: dict[Key, str | None] = {}

    def expect(self, keys: Iterable[Key]) -> None:
        """Ask for all of these that have not been asked for."""
        if new := set(keys) - self._found.keys():
            self._found |= dict.fromkeys(new) | dict(self._ask(new))

    def __getitem__(self, key: Key) -> str:
        self.expect([key])
        if (found := self._found[key]) is None:
            raise KeyError(key)
        return found

    def __setitem__(self, key: Key, value: str) -> None:
        self._found[key] = value

    def __delitem__(self, key: Key) -> None:
        self._found[key] = None

    def __iter__(self) -> Iterator[Key]:
        return (key for key, found in self._found.items() if found is not None)

    def __len__(self) -> int:
        return sum(found is not None for found in self._found.values())


@dataclass(frozen=True)
class AskingIndex(Index):
    """Documents that one in `language` may refer to, asked for when they are; `known` has what is about to come."""

    language: str = ""
    _asked: dict[Ref, bool] = field(default_factory=dict)

    def has(self, ref: Ref) -> bool:
        self.expect([ref])
        return self._asked[ref]

    def expect(self, refs: Iterable[Ref]) -> None:
        new = set(refs) - self._asked.keys()
        known = {ref for ref in new if super(AskingIndex, self).has(ref)}
        uploads = {ref for ref in new - known if ref.kind == UPLOAD}
        sought = {ref for ref in new - known - uploads if ref.kind in KINDS}
        if uploads:
            names = Blob.objects.named(*(ref.slug for ref in uploads)).names()
            known |= {ref for ref in uploads if ref.slug in names}
        if sought:
            rows = Document.objects.filter(_at_refs(sought, self._languages)).values_list("kind", "slug")
            known |= {Ref(*row) for row in rows}
        self._asked.update((ref, ref in known) for ref in new)

    def slugs(self, kind: str) -> list[str]:
        more = Blob.objects.names() if kind == UPLOAD else self._documents(kind).values_list("slug", flat=True)
        return sorted({*super().slugs(kind), *more})

    def first(self, kinds: Sequence[str], most: int) -> list[Ref]:
        order = Case(*(When(kind=kind, then=Value(at)) for at, kind in enumerate(kinds)), output_field=IntegerField())
        rows = self._documents(*kinds).order_by(order, "slug").values_list("kind", "slug")
        found = {*super().first(kinds, most), *(Ref(*row) for row in rows[:most])}
        return sorted(found, key=lambda ref: (kinds.index(ref.kind), ref.slug))[:most]

    @property
    def _languages(self) -> tuple[str, str]:
        return languages_named_in(self.language)

    def _documents(self, *kinds: str) -> QuerySet[Document]:
        return Document.objects.filter(language__in=self._languages, kind__in=kinds)


def index_of(language: str, coming: Iterable[Address] = ()) -> Index:
    """What a document in `language` may refer to: on the desk, uploaded, and what is about to come."""
    known: dict[str, set[str]] = {}
    for of_language, kind, slug in coming:
        if of_language in languages_named_in(language):
            known.setdefault(kind, set()).add(slug)
    return AskingIndex({kind: frozenset(slugs) for kind, slugs in known.items()} | drawings(), language)


def _at_refs(refs: Iterable[Ref], languages: Iterable[str]) -> Q:
    named = list(refs)
    return at_any((language, *ref) for language in languages for ref in named)


@dataclass
class AskingSurroundings(Surroundings):
    """The public surroundings of one language for a few texts. Only the words of the glossary are all known at once."""

    coming: frozenset[Ref] = frozenset()

    def __post_init__(self) -> None:
        self.urls, self.finding_sources = Sought(self._addresses_of), Sought(self._sources_of)

    @classmethod
    def of(cls, language: str, coming: Iterable[Address] = ()) -> "AskingSurroundings":
        """What is public in `language` when it is asked for, together with what is about to be (`coming`)."""
        coming = tuple(coming)
        self = cls(language, index_of(language, coming), coming=frozenset(seen_from(language, coming)))
        self.note_terms()
        return self

    def expect(self, bodies: Iterable[str]) -> None:
        named = list(bodies)
        links = (Ref(*pair) for body in named for pair in LINK.findall(body))
        self.expect_named(links, (slug for body in named for slug in SHOWN.findall(body)))

    def expect_named(self, links: Iterable[Ref], findings: Iterable[str]) -> None:
        for sought, keys in ((self.urls, links), (self.finding_sources, findings)):
            assert isinstance(sought, Sought), "made with this"
            sought.expect(keys)

    def _addresses_of(self, refs: Collection[Ref]) -> dict[Ref, str]:
        """The addresses of those that are public, also under a former name."""
        public = self._public(refs)
        former: dict[Ref, Ref] = {}
        if old := set(refs) - public:
            rows = Moved.objects.redirects(self.language).filter(_at_refs(old, (self.language,)))
            former = {one.ref: Ref(one.to_kind, one.to_slug) for one in rows}
        if former:
            public |= self._public(set(former.values()))
        found = {ref: former.get(ref, ref) for ref in refs}
        return {ref: address_of(self.language, to) for ref, to in found.items() if to in public}

    def _public(self, refs: Collection[Ref]) -> set[Ref]:
        """Those that readers can open, in one query; also those that are about to come."""
        tables: dict[type[Published], set[Ref]] = {}
        for ref in refs:
            if ref not in self.coming and ref.kind in KINDS and KINDS[ref.kind].address:
                tables.setdefault(Page if KINDS[ref.kind].is_page else ROWS[ref.kind], set()).add(ref)
        languages = (self.language, SHARED_LANGUAGE)
        parts = [
            table.objects.filter(_at_refs(some, languages)).order_by().values_list("kind", "slug")
            for table, some in tables.items()
        ]
        rows = parts[0].union(*parts[1:], all=True) if parts else ()
        return {*self.coming.intersection(refs), *(Ref(*row) for row in rows)}

    def _sources_of(self, slugs: Collection[str]) -> dict[str, str]:
        rows = Finding.objects.filter(
            _at_refs((Ref(Finding.KIND, slug) for slug in slugs), (self.language, SHARED_LANGUAGE))
        )
        return dict(rows.values_list("slug", "source_slug"))
