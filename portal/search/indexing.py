"""Writing the index: called by publishing with the rows that it has laid, in its transaction."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from django.db import transaction
from django.db.models import F

from portal.search.entries import ANY, Entry, Word
from portal.shelf.findable import Findable
from portal.shelf.published import Published
from portal.text.references import Ref
from portal.text.tokens import stems, tokens


@transaction.atomic
def index(rows: Iterable[Published]) -> None:
    """Note what can be found of these rows, in place of what was noted before."""
    fresh = [_entry(row, found) for row in rows if (found := row.findable())]
    if not fresh:
        return
    changes: Counter[tuple[str, str]] = Counter()
    for entry, former in _with_former(fresh):
        changes.subtract(_words_of(former) if former else ())
        changes.update(_words_of(entry))
        entry.pk = former.pk if former else None
    kept = [entry for entry in fresh if entry.pk]
    columns = [field.attname for field in Entry._meta.concrete_fields if not field.primary_key]
    Entry.objects.bulk_update(kept, columns, batch_size=50)
    Entry.objects.bulk_create(entry for entry in fresh if not entry.pk)
    _count(changes)


@transaction.atomic
def forget(language: str, ref: Ref) -> None:
    """Take out what was noted of one address."""
    for entry in Entry.objects.at(language, ref.kind, [ref.slug]):
        changes: Counter[tuple[str, str]] = Counter()
        changes.subtract(_words_of(entry))
        entry.delete()
        _count(changes)


def _with_former(fresh: Sequence[Entry]) -> list[tuple[Entry, Entry | None]]:
    """Each entry and the one that it replaces, one query for each kind of a language."""
    places: dict[tuple[str, str], list[str]] = {}
    for entry in fresh:
        places.setdefault((entry.language, entry.kind), []).append(entry.slug)
    former = {
        (entry.language, entry.ref): entry
        for (language, kind), slugs in places.items()
        for entry in Entry.objects.at(language, kind, slugs).only("language", "kind", "slug", "words")
    }
    return [(entry, former.get((entry.language, entry.ref))) for entry in fresh]


def _words_of(entry: Entry) -> list[tuple[str, str]]:
    return [(entry.language, word) for word in (ANY, *entry.words.split())]


def _count(changes: Mapping[tuple[str, str], int]) -> None:
    """Let words know in how many entries they stand now; those that stand in none are forgotten."""
    more: dict[str, dict[str, int]] = {}
    fewer: dict[tuple[str, int], list[str]] = {}
    for (language, word), change in changes.items():
        if change > 0:
            more.setdefault(language, {})[word] = change
        elif change < 0:
            fewer.setdefault((language, -change), []).append(word)
    for language, counted in sorted(more.items()):
        Word.objects.add(language, counted)
    for (language, change), words in sorted(fewer.items()):
        known = Word.objects.in_language(language).spelled(words)
        known.filter(entries__lte=change).delete()
        known.update(entries=F("entries") - change)


def _entry(row: Published, findable: Findable) -> Entry:
    """What can be found of a row, not saved yet. Wrong spellings are names, but no word is mended into one."""
    language = row.language
    spelled = (*findable.names, *findable.heads, *findable.gist, *findable.passages)
    return Entry(
        language=language,
        kind=row.kind,
        slug=row.slug,
        title=row.title,
        country=getattr(row, "country", ""),
        stage=getattr(row, "stage", ""),
        names=_lines((*findable.names, *findable.misspellings), language),
        heads=_lines(findable.heads, language),
        gist=_lines(findable.gist, language),
        stems=_lines(findable.passages, language),
        summary=findable.summary,
        passages="\n".join(findable.passages),
        words=" ".join(sorted({token.word for line in spelled for token in tokens(line, language)})),
    )


def _lines(lines: Iterable[str], language: str) -> str:
    return "\n".join(_between_blanks(line, language) for line in lines)


def _between_blanks(line: str, language: str) -> str:
    """The stems of a line so that each can be found as " stem ", whole, by looking for the bare string."""
    return f" {' '.join(stems(line, language))} "
