"""PostgreSQL: full text by generated columns of lexemes with GIN, words spelled alike by pg_trgm."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection

from portal.search.asked import Group, Look, Place, Scope
from portal.search.engines.scoping import scoped
from portal.search.ranking import Outline
from portal.search.reading import rows

OUTLINE = "portal_lexemes(names, 'A') || portal_lexemes(heads, 'B') || portal_lexemes(gist, 'C')"
TEXT = "portal_lexemes(stems, 'D')"
# Stems go in as they are: a parser of the database's own would split them by rules that change with its locale.
# A lexeme has a place and a weight; more than 16383 places are not kept.
CREATE = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    """
    CREATE FUNCTION portal_lexemes(stems text, weight text) RETURNS tsvector LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
        SELECT coalesce(string_agg(quote_literal(stem) || ':' || least(place, 16383) || weight, ' '), '')::tsvector
        FROM unnest(regexp_split_to_array(stems, '[ \\n]+')) WITH ORDINALITY AS each(stem, place) WHERE stem <> ''
    $$
    """,
    f"ALTER TABLE portal_entry ADD COLUMN outline tsvector GENERATED ALWAYS AS ({OUTLINE}) STORED",
    f"ALTER TABLE portal_entry ADD COLUMN whole tsvector GENERATED ALWAYS AS ({OUTLINE} || {TEXT}) STORED",
    "CREATE INDEX portal_entry_outline ON portal_entry USING gin (outline)",
    "CREATE INDEX portal_entry_whole ON portal_entry USING gin (whole)",
    # By distance, so that the nearest words are read and no others.
    "CREATE INDEX portal_word_letters ON portal_word USING gist (word gist_trgm_ops)",
)
# The extension stays: something else in the database may use it.
DROP = (
    "DROP INDEX portal_word_letters",
    "ALTER TABLE portal_entry DROP COLUMN whole",
    "ALTER TABLE portal_entry DROP COLUMN outline",
    "DROP FUNCTION portal_lexemes(text, text)",
)
# The column of a place, and the weight to which each stem is held there.
LOOKED_AT = {Place.NAMES: ("outline", ":A"), Place.OUTLINE: ("outline", ""), Place.WHOLE: ("whole", "")}
# Weights of text, gist, headings, names.
FIND = """
SELECT entry.id, entry.kind, entry.names, entry.heads, entry.gist FROM portal_entry entry, CAST(%s AS tsquery) asked
WHERE entry.{column} @@ asked AND {where}
ORDER BY ts_rank('{{0.1, 0.3, 0.4, 1.0}}', entry.{column}, asked, 1) DESC, entry.id LIMIT %s
"""
ALIKE = "SELECT word, entries FROM portal_word WHERE language = %s ORDER BY word <-> %s, word LIMIT %s"


class PostgreSQL:
    """See Engine."""

    def create(self, execute: Callable[[str], Any]) -> None:
        for statement in CREATE:
            execute(statement)

    def drop(self, execute: Callable[[str], Any]) -> None:
        for statement in DROP:
            execute(statement)

    def hold(self, execute: Callable[[str], Any]) -> None:
        """A generated column goes with its table, whatever happens to that."""

    def entries(self, groups: Sequence[Group], scope: Scope, look: Look, *, at_most: int) -> list[Outline]:
        between = " & " if look.is_for_all else " | "
        column, weight = LOOKED_AT[look.place]
        return _found(column, between.join(_group(group, weight) for group in groups), scope, at_most)

    def named(self, stems: Sequence[str], scope: Scope, *, at_most: int) -> list[Outline]:
        *whole, last = stems
        return _found("outline", " & ".join([*(f"'{stem}':AB" for stem in whole), f"'{last}':*AB"]), scope, at_most)

    @contextmanager
    def without_waiting(self) -> Iterator[None]:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '50ms'")
            try:
                yield
            finally:
                cursor.execute("SET lock_timeout = DEFAULT")

    def alike(self, language: str, word: str, *, at_most: int) -> dict[str, int]:
        return dict(rows(ALIKE, [language, word, at_most]))


def _group(group: Group, weight: str) -> str:
    """Stems hold letters and figures only, so that nothing in quotes can end them."""
    ways = (" <-> ".join(f"'{stem}'{weight}" for stem in way.phrase) for way in group.ways)
    return "(" + " | ".join(f"({way})" for way in ways) + ")"


def _found(column: str, match: str, scope: Scope, at_most: int) -> list[Outline]:
    where, values = scoped(scope)
    return [Outline(*row) for row in rows(FIND.format(column=column, where=where), [match, *values, at_most])]
