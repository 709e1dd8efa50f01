"""Every combination of file, synced and live has an answer, and the answers are those of the table."""

from itertools import product

import pytest

from portal.desk.comparison import FileState, LiveState, Step, compare

F, L = FileState, LiveState


@pytest.mark.parametrize(
    ("file", "was_synced", "live", "is_known"), list(product(FileState, (False, True), LiveState, (False, True)))
)
def test_every_combination_has_one_answer(file: FileState, was_synced: bool, live: LiveState, is_known: bool) -> None:
    step = compare(file=file, was_synced=was_synced, live=live, is_known=is_known)
    assert isinstance(step, Step)


@pytest.mark.parametrize(
    ("file", "was_synced", "live", "step"),
    [
        (F.SYNCED, True, L.SYNCED, Step.NOTHING),
        (F.LIVE, True, L.SYNCED, Step.NOTHING),
        (F.LIVE, True, L.OTHER, Step.ADOPT),
        (F.LIVE, False, L.OTHER, Step.ADOPT),
        (F.OTHER, True, L.SYNCED, Step.TAKE),
        (F.SYNCED, True, L.OTHER, Step.SITE_IS_AHEAD),
        (F.OTHER, True, L.OTHER, Step.KEEP_BESIDE),
        (F.OTHER, False, L.OTHER, Step.KEEP_BESIDE),
        (F.ABSENT, True, L.SYNCED, Step.FILE_GONE),
        (F.ABSENT, True, L.OTHER, Step.FILE_GONE),
        (F.ABSENT, False, L.OTHER, Step.NOTHING),
        (F.ABSENT, True, L.NONE, Step.NOTHING),
        (F.SYNCED, True, L.NONE, Step.WITHDRAWN_HERE),
        (F.OTHER, True, L.NONE, Step.KEEP_BESIDE),
        (F.OTHER, False, L.NONE, Step.KEEP_BESIDE),
    ],
)
def test_the_table_holds_for_documents_the_desk_knows(
    file: FileState, was_synced: bool, live: LiveState, step: Step
) -> None:
    assert compare(file=file, was_synced=was_synced, live=live, is_known=True) is step


def test_a_file_at_an_address_the_desk_does_not_know_is_new() -> None:
    assert compare(file=F.OTHER, was_synced=False, live=L.NONE, is_known=False) is Step.CREATE


def test_staff_words_are_never_overwritten_by_a_file() -> None:
    """Wherever the site has words of its own, loading neither takes nor creates."""
    for file, was_synced in product(FileState, (False, True)):
        step = compare(file=file, was_synced=was_synced, live=L.OTHER, is_known=True)
        assert step not in (Step.TAKE, Step.CREATE)
