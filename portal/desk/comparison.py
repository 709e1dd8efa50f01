"""What to do about one document when its file, its last synced revision and its live revision are compared.

A pure, total function: every combination has an answer, and a test walks through all of them.
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
    """What loading does. Only ADOPT, CREATE, TAKE and KEEP_BESIDE write anything."""

    NOTHING = "unchanged"
    ADOPT = "adopted"
    CREATE = "new"
    TAKE = "changed"
    KEEP_BESIDE = "clash"
    CLASH_STANDS = "clash known already"
    SITE_IS_AHEAD = "changed on the site"
    FILE_GONE = "file gone"
    WITHDRAWN_HERE = "withdrawn on the site"


def compare(*, file: FileState, was_synced: bool, live: LiveState, is_known: bool) -> Step:
    """The step for one document. `is_known`: the desk has a document at this address, published or not."""
    if file is FileState.ABSENT:
        return Step.FILE_GONE if was_synced and live is not LiveState.NONE else Step.NOTHING
    if live is LiveState.NONE:
        return _unpublished(file, was_synced, is_known)
    if file is FileState.LIVE:
        return Step.NOTHING if live is LiveState.SYNCED else Step.ADOPT
    if file is FileState.SYNCED:
        return Step.NOTHING if live is LiveState.SYNCED else Step.SITE_IS_AHEAD
    return Step.TAKE if live is LiveState.SYNCED else Step.KEEP_BESIDE


def _unpublished(file: FileState, was_synced: bool, is_known: bool) -> Step:
    """Nothing is live: the document is new, or was withdrawn here, or is a draft that staff began."""
    if not is_known:
        return Step.CREATE
    if was_synced and file is FileState.SYNCED:
        return Step.WITHDRAWN_HERE
    return Step.KEEP_BESIDE
