"""Each rule of the exchange is broken on purpose once, and the random histories find it: they can fail."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from unittest import mock

import pytest
from django.db import transaction

from portal.desk import drafts, joining, publishing
from portal.desk.documents import Document, Origin, Revision
from portal.desk.exchange import comparison, exporting, plans
from portal.desk.exchange.comparison import LOAD_FIRST, FileState, LiveState, Step
from portal.desk.people import User
from tests.desk.test_histories import live_through
from tests.desk.world import World

MOST_HISTORIES = 150
keep_beside, compare = drafts.keep_beside, comparison.compare


def drop_clashing_words(document: Document, **_words: object) -> Revision:
    return document.head


def drop_stale_words(document: Document, *_words: object) -> Revision:
    return document.revisions.order_by("pk").first()


def sync_too_soon(document: Document, *, text: str, parent: Revision | None, note: str) -> Revision:
    """`synced` moves as soon as a file's words arrive, although the site has not taken them."""
    clash = keep_beside(document, text=text, parent=parent, note=note)
    document.synced = clash
    document.save(update_fields=["synced"])
    return clash


def take_whatever_differs(*, file: FileState, live: LiveState, **sides: bool) -> Step:
    step = compare(file=file, live=live, **sides)
    return Step.TAKE if step is Step.BOTH_MOVED and live is LiveState.OTHER else step


def let_the_last_one_win(document: Document, *, text: str, based_on: Revision, author: User, **_more: object) -> None:
    """A save replaces what was saved since it was begun."""
    words = {"text": text, "parent": based_on, "author": author, "origin": Origin.STAFF, "note": ""}
    drafts.move_head(document, drafts.written(document, **words))


BROKEN: dict[str, Callable[[], AbstractContextManager[object]]] = {
    "clashing words of a file become a revision": lambda: mock.patch.object(drafts, "keep_beside", drop_clashing_words),
    "words typed over an older text become one": lambda: mock.patch.object(joining, "_kept", drop_stale_words),
    "only what descends from the live text goes live": lambda: mock.patch.object(publishing, "must_descend"),
    "a file with words of its own is not overwritten": lambda: mock.patch.object(
        exporting, "EXPORTED", exporting.EXPORTED | LOAD_FIRST
    ),
    "synced moves only when file and live agree": lambda: mock.patch.object(drafts, "keep_beside", sync_too_soon),
    "what both sides changed is not taken": lambda: mock.patch.object(plans, "compare", take_whatever_differs),
    "a stale save replaces nothing": lambda: mock.patch.object(drafts, "revise", let_the_last_one_win),
}


@pytest.mark.gate
@pytest.mark.django_db
@pytest.mark.parametrize("broken", BROKEN.values(), ids=BROKEN)
def test_a_broken_rule_is_found(broken: Callable[[], AbstractContextManager[object]], tmp_path: Path) -> None:
    writer = User.objects.create_user("writer")
    with broken(), pytest.raises(AssertionError):  # noqa: PT012  whichever history comes upon it
        for seed in range(MOST_HISTORIES):
            with transaction.atomic():
                live_through(World(seed, tmp_path / str(seed), writer))
                transaction.set_rollback(True)
