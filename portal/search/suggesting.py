"""What is suggested while a reader still types: entries that are called like the words typed so far."""

from os.path import commonprefix

from portal.search.asked import Scope
from portal.search.engines import engine
from portal.search.entries import Entry
from portal.search.finding import LONGEST_QUESTION, MOST_WORDS
from portal.search.ranking import KIND_WEIGHTS
from portal.text.tokens import tokens

# So many are looked at, and so many of them shown.
PROPOSED, SUGGESTED = 30, 8


def suggest(typed: str, scope: Scope) -> list[Entry]:
    """Entries that are called like the words typed so far, of which the last need not be finished.

    Titles that begin so come before those of which another name does, and pages before words.
    """
    found = tokens(typed[:LONGEST_QUESTION], scope.language)[:MOST_WORDS]
    if not found:
        return []
    # So much of the last word as is certain to stand in its stem, too: "driv" of "driving", which has the stem "drive".
    begun = commonprefix([found[-1].word, found[-1].stem])  # noqa: RUF071  of letters, not of folders
    named = engine().named([*(token.stem for token in found[:-1]), begun], scope, at_most=PROPOSED)
    rows = Entry.objects.only("language", "kind", "slug", "title").in_bulk([outline.key for outline in named])
    entries = [rows[outline.key] for outline in named if outline.key in rows]
    said = " ".join(token.word for token in found)
    entries.sort(key=lambda entry: (not _words(entry).startswith(said), -KIND_WEIGHTS.get(entry.kind, 1.0)))
    return entries[:SUGGESTED]


def _words(entry: Entry) -> str:
    return " ".join(token.word for token in tokens(entry.title, entry.language))
