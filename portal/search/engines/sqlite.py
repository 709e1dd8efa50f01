"""SQLite: full text by FTS5 over the rows of entries, words spelled alike by its trigrams."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import Any

from django.db import connection

from portal.search.asked import Group, Look, Place, Scope
from portal.search.engines.scoping import scoped
from portal.search.ranking import Outline
from portal.search.reading import rows

# How much a hit in each column counts is settled again by ranking; here it chooses the best few.
OUTLINE, WEIGHTS = ("names", "heads", "gist"), {"names": 10.0, "heads": 4.0, "gist": 3.0, "stems": 1.0}
# Two indexes, since most questions are answered by names, headings and gist alone, which are short.
SHORT, LONG = "portal_entry_outline", "portal_entry_whole"
TABLES = {SHORT: OUTLINE, LONG: (*OUTLINE, "stems")}
# The index of a place, and how all that is looked for is held to the columns that are meant.
LOOKED_AT = {Place.NAMES: (SHORT, "names : (%s)"), Place.OUTLINE: (SHORT, "%s"), Place.WHOLE: (LONG, "%s")}
# So that the first and the last letters of a word count, too: trigrams know nothing of a word's ends.
PADDED = "'^^' || {0}.word || '$$'"
TOKENS = "tokenize=\"unicode61 remove_diacritics 0 categories 'L* N* M* Co'\""

# What `scoped` asks of an entry, by its key. A row of entries is as long as its page; to read one for each entry that
# holds a word would take longer than to weigh the words.
SCOPES = """
CREATE INDEX IF NOT EXISTS portal_entry_scopes ON portal_entry(id, language, country, kind, stage);
"""
DROP_SCOPES = """
DROP INDEX IF EXISTS portal_entry_scopes;
"""
LETTERS = f"""
CREATE VIRTUAL TABLE IF NOT EXISTS portal_word_letters USING fts5(letters, content='', tokenize='trigram');
CREATE TRIGGER IF NOT EXISTS portal_word_comes AFTER INSERT ON portal_word BEGIN
    INSERT INTO portal_word_letters(rowid, letters) VALUES (new.id, {PADDED.format("new")});
END;
CREATE TRIGGER IF NOT EXISTS portal_word_goes AFTER DELETE ON portal_word BEGIN
    INSERT INTO portal_word_letters(portal_word_letters, rowid, letters)
        VALUES ('delete', old.id, {PADDED.format("old")});
END;
"""
DROP_LETTERS = """
DROP TRIGGER portal_word_goes;
DROP TRIGGER portal_word_comes;
DROP TABLE portal_word_letters;
"""
ALIKE = """
SELECT word.word, word.entries FROM portal_word_letters JOIN portal_word word ON word.id = portal_word_letters.rowid
WHERE portal_word_letters MATCH %s AND word.language = %s ORDER BY bm25(portal_word_letters), word.word LIMIT %s
"""


class SQLite:
    """See Engine. A migration that changes an index must drop it first: what is there is left as it is."""

    def create(self, execute: Callable[[str], Any]) -> None:
        for script in (*(_index(table, columns) for table, columns in TABLES.items()), SCOPES, LETTERS):
            for statement in _statements(script):
                execute(statement)

    def drop(self, execute: Callable[[str], Any]) -> None:
        for script in (DROP_LETTERS, DROP_SCOPES, *map(_no_index, TABLES)):
            for statement in _statements(script):
                execute(statement)

    def hold(self, execute: Callable[[str], Any]) -> None:
        self.create(execute)

    def entries(self, groups: Sequence[Group], scope: Scope, look: Look, *, at_most: int) -> list[Outline]:
        between = " AND " if look.is_for_all else " OR "
        table, held = LOOKED_AT[look.place]
        return _found(table, held % between.join(map(_group, groups)), scope, at_most)

    def named(self, stems: Sequence[str], scope: Scope, *, at_most: int) -> list[Outline]:
        *whole, last = stems
        words = " AND ".join([*(f'"{stem}"' for stem in whole), f'"{last}" *'])
        return _found(SHORT, f"{{names heads}} : ({words})", scope, at_most)

    @contextmanager
    def without_waiting(self) -> Iterator[None]:
        with connection.cursor() as cursor:
            (usual,) = cursor.execute("PRAGMA busy_timeout").fetchone()
            cursor.execute("PRAGMA busy_timeout = 0")
            try:
                yield
            finally:
                cursor.execute(f"PRAGMA busy_timeout = {usual}")

    def alike(self, language: str, word: str, *, at_most: int) -> dict[str, int]:
        padded = f"^^{word}$$"
        letters = " OR ".join(f'"{padded[at : at + 3]}"' for at in range(len(padded) - 2))
        return dict(rows(ALIKE, [letters, language, at_most]))


def _group(group: Group) -> str:
    """Stems hold letters and figures only, so that nothing in quotes can end them."""
    return "(" + " OR ".join(f'"{" ".join(way.phrase)}"' for way in group.ways) + ")"


def _found(table: str, match: str, scope: Scope, at_most: int) -> list[Outline]:
    where, values = scoped(scope)
    return [Outline(*row) for row in rows(_query(table, where), [match, *values, at_most])]


@cache
def _query(table: str, where: str) -> str:
    weights = ", ".join(str(WEIGHTS[column]) for column in TABLES[table])
    # CROSS JOIN: what holds the words comes first, then what of that is in scope.
    # Only keys are sorted: what an entry says is long, and most entries are not among the best.
    return f"""
        SELECT found.id, found.kind, found.names, found.heads, found.gist FROM (
            SELECT entry.id AS key, bm25({table}, {weights}) AS badness
            FROM {table} CROSS JOIN portal_entry entry INDEXED BY portal_entry_scopes ON entry.id = {table}.rowid
            WHERE {table} MATCH %s AND {where} ORDER BY badness, key LIMIT %s
        ) JOIN portal_entry found ON found.id = key ORDER BY badness, key
    """


def _index(table: str, columns: tuple[str, ...]) -> str:
    """An index beside the table of entries, which holds no text of its own and follows by triggers."""
    names = ", ".join(columns)
    new, old = (", ".join(f"{row}.{column}" for column in ("id", *columns)) for row in ("new", "old"))
    comes = f"INSERT INTO {table}(rowid, {names}) VALUES ({new});"
    goes = f"INSERT INTO {table}({table}, rowid, {names}) VALUES ('delete', {old});"
    return f"""
CREATE VIRTUAL TABLE IF NOT EXISTS {table} USING fts5({names}, content='portal_entry', content_rowid='id', {TOKENS});
CREATE TRIGGER IF NOT EXISTS {table}_comes AFTER INSERT ON portal_entry BEGIN
    {comes}
END;
CREATE TRIGGER IF NOT EXISTS {table}_goes AFTER DELETE ON portal_entry BEGIN
    {goes}
END;
CREATE TRIGGER IF NOT EXISTS {table}_changes AFTER UPDATE ON portal_entry BEGIN
    {goes}
    {comes}
END;
"""


def _no_index(table: str) -> str:
    triggers = "".join(f"DROP TRIGGER {table}_{event};\n" for event in ("comes", "goes", "changes"))
    return f"{triggers}DROP TABLE {table};\n"


def _statements(script: str) -> Iterator[str]:
    """A script's statements; those of a trigger are indented."""
    statement = ""
    for line in script.strip().splitlines():
        statement += line + "\n"
        if line.endswith(";") and not line.startswith(" "):
            yield statement
            statement = ""
