"""SQLite: full text by FTS5 over the rows of entries, words spelled alike by its trigrams."""

from collections.abc import Sequence
from typing import Any

from django.db import connection

from portal.search.asked import Group, Scope
from portal.search.engines.scoping import scoped
from portal.search.ranking import Outline

# Names, headings, gist, text. How much a hit in each counts is settled again by ranking; here it chooses the best few.
WEIGHTS = "10.0, 4.0, 3.0, 1.0"
COLUMNS = "names, heads, gist, stems"
# So that the first and the last letters of a word count, too: trigrams know nothing of a word's ends.
PADDED = "'^^' || {0}.word || '$$'"

CREATE = f"""
CREATE VIRTUAL TABLE portal_entry_stems USING fts5(
    {COLUMNS}, content='portal_entry', content_rowid='id',
    tokenize="unicode61 remove_diacritics 0 categories 'L* N* M* Co'"
);
CREATE TRIGGER portal_entry_comes AFTER INSERT ON portal_entry BEGIN
    INSERT INTO portal_entry_stems(rowid, {COLUMNS}) VALUES (new.id, new.names, new.heads, new.gist, new.stems);
END;
CREATE TRIGGER portal_entry_goes AFTER DELETE ON portal_entry BEGIN
    INSERT INTO portal_entry_stems(portal_entry_stems, rowid, {COLUMNS})
        VALUES ('delete', old.id, old.names, old.heads, old.gist, old.stems);
END;
CREATE TRIGGER portal_entry_changes AFTER UPDATE ON portal_entry BEGIN
    INSERT INTO portal_entry_stems(portal_entry_stems, rowid, {COLUMNS})
        VALUES ('delete', old.id, old.names, old.heads, old.gist, old.stems);
    INSERT INTO portal_entry_stems(rowid, {COLUMNS}) VALUES (new.id, new.names, new.heads, new.gist, new.stems);
END;
CREATE VIRTUAL TABLE portal_word_letters USING fts5(letters, content='', tokenize='trigram');
CREATE TRIGGER portal_word_comes AFTER INSERT ON portal_word BEGIN
    INSERT INTO portal_word_letters(rowid, letters) VALUES (new.id, {PADDED.format("new")});
END;
CREATE TRIGGER portal_word_goes AFTER DELETE ON portal_word BEGIN
    INSERT INTO portal_word_letters(portal_word_letters, rowid, letters) VALUES ('delete', old.id, {PADDED.format("old")});
END;
"""
DROP = """
DROP TRIGGER portal_word_goes;
DROP TRIGGER portal_word_comes;
DROP TABLE portal_word_letters;
DROP TRIGGER portal_entry_changes;
DROP TRIGGER portal_entry_goes;
DROP TRIGGER portal_entry_comes;
DROP TABLE portal_entry_stems;
"""
FIND = f"""
SELECT entry.id, entry.kind, entry.names, entry.heads, entry.gist FROM portal_entry_stems JOIN portal_entry entry ON entry.id = portal_entry_stems.rowid
WHERE portal_entry_stems MATCH %s AND {{where}} ORDER BY bm25(portal_entry_stems, {WEIGHTS}), entry.id LIMIT %s
"""
ALIKE = """
SELECT word.word, word.entries FROM portal_word_letters JOIN portal_word word ON word.id = portal_word_letters.rowid
WHERE portal_word_letters MATCH %s AND word.language = %s ORDER BY bm25(portal_word_letters), word.word LIMIT %s
"""


class SQLite:
    """See Engine."""

    def create(self, schema_editor: Any) -> None:
        _run(schema_editor, CREATE)

    def drop(self, schema_editor: Any) -> None:
        _run(schema_editor, DROP)

    def entries(self, groups: Sequence[Group], scope: Scope, *, every: bool, at_most: int) -> list[Outline]:
        return _found((" AND " if every else " OR ").join(map(_group, groups)), scope, at_most)

    def named(self, stems: Sequence[str], scope: Scope, *, at_most: int) -> list[Outline]:
        *whole, last = stems
        words = " AND ".join([*(f'"{stem}"' for stem in whole), f'"{last}" *'])
        return _found(f"{{names heads}} : ({words})", scope, at_most)

    def alike(self, language: str, word: str, *, at_most: int) -> dict[str, int]:
        padded = f"^^{word}$$"
        letters = " OR ".join(f'"{padded[at : at + 3]}"' for at in range(len(padded) - 2))
        return dict(_rows(ALIKE, [letters, language, at_most]))


def _group(group: Group) -> str:
    """Stems hold letters and figures only, so that nothing in quotes can end them."""
    return "(" + " OR ".join(f'"{" ".join(way.phrase)}"' for way in group.ways) + ")"


def _found(match: str, scope: Scope, at_most: int) -> list[Outline]:
    where, values = scoped(scope)
    return [Outline(*row) for row in _rows(FIND.format(where=where), [match, *values, at_most])]


def _rows(sql: str, values: list[Any]) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall()


def _run(schema_editor: Any, script: str) -> None:
    """Statement by statement; a trigger's own statements are indented."""
    statement = ""
    for line in script.strip().splitlines():
        statement += line + "\n"
        if line.endswith(";") and not line.startswith(" "):
            schema_editor.execute(statement)
            statement = ""
