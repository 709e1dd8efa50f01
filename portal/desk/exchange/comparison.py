"""What to do about one document when its file, its last synced revision and its live revision are compared.

A pure, total function: every combination has an answer, and a test walks through all of them. "Synced" is the text on
which file and site last agreed.
"""

from enum import Enum


class FileState(Enum):
    """The file in `content/`, against the desk."""

    ABSENT = "absent"
    SYNCED = "as last synced"
    LIVE = "as live"
    OTHER = "changed"


class LiveState(Enum):
    """What readers see, against what was last synced with the file."""

    NONE = "not published"
    SYNCED = "as last synced"
    OTHER = "changed on the site"


class Step(Enum):
    """How file and site stand to each other. What loading and exporting do about it stands below."""

    NOTHING = "unchanged"
    ADOPT = "the same new words on both sides"
    CREATE = "new file"
    TAKE = "changed in the file"
    TAKE_UNDER_DRAFT = "changed in the file, while a draft is in progress"
    FILE_BEHIND = "changed on the site"
    BOTH_MOVED = "changed on both sides"
    BOTH_NEW = "new on both sides"
    NEW_HERE = "new on the site"
    FILE_GONE = "the file is gone"
    GONE_AND_MOVED = "the file is gone, and the site has changed"
    WITHDRAWN_HERE = "withdrawn on the site"
    GONE_ON_BOTH = "withdrawn, and the file is gone"


CLASHES = frozenset({Step.BOTH_MOVED, Step.BOTH_NEW})
AGREEMENTS = frozenset({Step.ADOPT, Step.GONE_ON_BOTH})

# What loading writes of its own accord: agreements noted, files taken or, in a clash, kept beside.
LOADED = frozenset({Step.CREATE, Step.TAKE, Step.TAKE_UNDER_DRAFT})
# What it does only when it is told to prune.
PRUNED = frozenset({Step.FILE_GONE})

# What exporting writes and deletes of its own accord, and what it writes only when it is told to restore.
EXPORTED = frozenset({Step.FILE_BEHIND, Step.NEW_HERE})
DELETED = frozenset({Step.WITHDRAWN_HERE})
RESTORED = frozenset({Step.FILE_GONE, Step.GONE_AND_MOVED})
# The file has words that the site has not taken: exporting would overwrite them.
LOAD_FIRST = frozenset({Step.TAKE, Step.TAKE_UNDER_DRAFT}) | CLASHES


def compare(*, file: FileState, was_synced: bool, live: LiveState, has_draft: bool) -> Step:
    """How one document stands. `has_draft`: its newest revision is not the live one, as with any unpublished one.

    Combinations that cannot be, such as a file as last synced where nothing was, are answered as if the file or the
    site had changed: that keeps words.
    """
    if file is FileState.ABSENT:
        return _without_file(was_synced, live)
    if live is LiveState.NONE:
        return _unpublished(file, was_synced, has_draft)
    if file is FileState.LIVE:
        return Step.NOTHING if was_synced and live is LiveState.SYNCED else Step.ADOPT
    if not was_synced:
        return Step.BOTH_NEW
    if file is FileState.SYNCED:
        return Step.NOTHING if live is LiveState.SYNCED else Step.FILE_BEHIND
    if live is LiveState.OTHER:
        return Step.BOTH_MOVED
    return Step.TAKE_UNDER_DRAFT if has_draft else Step.TAKE


def _without_file(was_synced: bool, live: LiveState) -> Step:
    if live is LiveState.NONE:
        return Step.GONE_ON_BOTH if was_synced else Step.NOTHING
    if not was_synced:
        return Step.NEW_HERE
    return Step.FILE_GONE if live is LiveState.SYNCED else Step.GONE_AND_MOVED


def _unpublished(file: FileState, was_synced: bool, has_draft: bool) -> Step:
    """Nothing is live: the document was withdrawn here, or staff began it, or the desk does not know it."""
    if was_synced:
        return Step.WITHDRAWN_HERE if file is FileState.SYNCED else Step.BOTH_MOVED
    return Step.BOTH_NEW if has_draft else Step.CREATE
