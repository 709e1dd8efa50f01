"""Every combination of file, synced, live and draft has one answer, and the answers are those of the table."""

from itertools import product

import pytest

from portal.desk.exchange.comparison import (
    AGREEMENTS,
    CLASHES,
    DELETED,
    EXPORTED,
    LOAD_FIRST,
    LOADED,
    PRUNED,
    RESTORED,
    FileState,
    LiveState,
    Step,
    compare,
)

F, L, S = FileState, LiveState, Step

# (file, was synced) -> for live none, live as synced, live other: without a draft / with a draft.
TABLE = {
    (F.ABSENT, False): (S.NOTHING, S.NOTHING, S.NEW_HERE, S.NEW_HERE, S.NEW_HERE, S.NEW_HERE),
    (F.ABSENT, True): (
        *(S.GONE_ON_BOTH, S.GONE_ON_BOTH, S.FILE_GONE, S.FILE_GONE, S.GONE_AND_MOVED, S.GONE_AND_MOVED),
    ),
    (F.SYNCED, False): (S.CREATE, S.BOTH_NEW, S.BOTH_NEW, S.BOTH_NEW, S.BOTH_NEW, S.BOTH_NEW),
    (F.SYNCED, True): (*(S.WITHDRAWN_HERE, S.WITHDRAWN_HERE, S.NOTHING, S.NOTHING, S.FILE_BEHIND, S.FILE_BEHIND),),
    (F.LIVE, False): (S.CREATE, S.BOTH_NEW, S.ADOPT, S.ADOPT, S.ADOPT, S.ADOPT),
    (F.LIVE, True): (S.BOTH_MOVED, S.BOTH_MOVED, S.NOTHING, S.NOTHING, S.ADOPT, S.ADOPT),
    (F.OTHER, False): (S.CREATE, S.BOTH_NEW, S.BOTH_NEW, S.BOTH_NEW, S.BOTH_NEW, S.BOTH_NEW),
    (F.OTHER, True): (*(S.BOTH_MOVED, S.BOTH_MOVED, S.TAKE, S.TAKE_UNDER_DRAFT, S.BOTH_MOVED, S.BOTH_MOVED),),
}
EVERY = list(product(FileState, (False, True), LiveState, (False, True)))
# What each of the two directions does about a step. Every step has exactly one entry in each.
LOADING = {
    "nothing": {S.NOTHING, S.FILE_BEHIND, S.NEW_HERE, S.WITHDRAWN_HERE, S.GONE_AND_MOVED},
    "takes": set(LOADED),
    "notes": set(AGREEMENTS),
    "keeps beside": set(CLASHES),
    "withdraws with --prune": set(PRUNED),
}
EXPORTING = {
    "nothing": {S.NOTHING, S.CREATE},
    "writes": set(EXPORTED),
    "deletes": set(DELETED),
    "notes": set(AGREEMENTS),
    "refuses": set(LOAD_FIRST),
    "writes with --restore": set(RESTORED),
}


@pytest.mark.parametrize(("file", "was_synced", "live", "has_draft"), EVERY)
def test_the_answer_is_the_one_of_the_table(file: F, was_synced: bool, live: L, has_draft: bool) -> None:
    answers = TABLE[file, was_synced]
    expected = answers[list(LiveState).index(live) * 2 + has_draft]
    assert compare(file=file, was_synced=was_synced, live=live, has_draft=has_draft) is expected


def test_the_table_is_whole_and_every_step_can_come_about() -> None:
    assert len(EVERY) == 48 == sum(map(len, TABLE.values()))
    assert {step for answers in TABLE.values() for step in answers} == set(Step)


@pytest.mark.parametrize("direction", [LOADING, EXPORTING], ids=["loading", "exporting"])
def test_each_direction_has_one_answer_to_every_step(direction: dict[str, set[Step]]) -> None:
    answers = [step for steps in direction.values() for step in steps]
    assert sorted(answers, key=lambda step: step.name) == sorted(Step, key=lambda step: step.name)


def test_a_file_never_goes_live_where_the_site_has_words_of_its_own() -> None:
    own = [case for case in EVERY if case[2] is L.OTHER or (case[2] is L.NONE and (case[1] or case[3]))]
    steps = {compare(file=file, was_synced=was, live=live, has_draft=draft) for file, was, live, draft in own}
    assert not steps & LOADED


def test_a_file_with_words_that_the_site_has_not_taken_is_never_overwritten_or_deleted() -> None:
    steps = {compare(file=F.OTHER, was_synced=was, live=live, has_draft=draft) for _f, was, live, draft in EVERY}
    assert not steps & (EXPORTED | DELETED | RESTORED)
