"""Work shared out among processes: the same results in the same order, whoever did it, or a clear refusal."""

import gc
import os
import pickle
import signal
import threading
import time
from multiprocessing import Pipe
from pathlib import Path

import pytest

from portal.desk.press import crew
from portal.desk.press.crew import Crew, CrewFailed, serve
from portal.desk.press.spool import Kept, Spool
from tests.desk.press import crew_work

CHUNKS = [[number, number + 1] for number in range(0, 60, 2)]


def alive(number: int) -> bool:
    """Whether a process is running, and is not just waiting to be counted as dead."""
    try:
        return Path(f"/proc/{number}/stat").read_text(encoding="ascii").rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize("size", [0, 1, 3])
def test_results_come_in_the_order_of_the_chunks_however_many_work(size: int) -> None:
    with Crew(expected=60, size=size) as workers:
        found = [(result, spool) for result, spool in workers.each(crew_work.doubled, 7, CHUNKS)]
        numbers = [number for result, _spool in found for number, _place in result]
        kept = [Kept(spool, *place).back() for result, spool in found for _number, place in result]
    assert numbers == [2 * number + 7 for number in range(60)]
    assert kept == list(range(60))


@pytest.mark.parametrize("size", [0, 2])
def test_a_crew_is_asked_again_and_no_chunk_is_no_work(size: int) -> None:
    with Crew(expected=60, size=size) as workers:
        assert list(workers.each(crew_work.doubled, 1, [])) == []
        first = [result for result, _spool in workers.each(crew_work.large, 3, ["a", "b"])]
        second = [result for result, _spool in workers.each(crew_work.large, 2, ["c"])]
    assert (first, second) == (["aaa", "bbb"], ["cc"])


def test_neither_side_waits_for_the_other_to_read_what_is_large() -> None:
    chunks = [letter * 3_000_000 for letter in "abcdefghij"]
    with Crew(expected=10, size=2) as workers:
        found = [(len(result), result[0]) for result, _spool in workers.each(crew_work.large, 2, chunks)]
    assert found == [(6_000_000, letter) for letter in "abcdefghij"]


def test_few_pieces_are_done_here_and_many_by_others(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(crew, "FEW", 10)
    for expected, is_here in ((9, True), (10, False)):
        with Crew(expected=expected) as workers:
            doers = {result for result, _spool in workers.each(crew_work.who, None, range(40))}
        assert (doers == {os.getpid()}) == is_here, expected


def test_a_mistake_in_the_work_comes_back_with_its_place() -> None:
    with Crew(expected=9, size=2) as workers, pytest.raises(CrewFailed, match="broke down") as failed:
        list(workers.each(crew_work.broken, None, range(9)))
    assert "ZeroDivisionError" in str(failed.value)
    assert "crew_work.py" in str(failed.value)


def test_a_process_ended_from_outside_is_said_so() -> None:
    with Crew(expected=9, size=2) as workers, pytest.raises(CrewFailed, match=r"ended from outside \(exit code -9\)"):
        list(workers.each(crew_work.killed, None, range(9)))


def test_a_process_ended_before_it_was_asked_is_said_so() -> None:
    with Crew(expected=9, size=1) as workers:
        [doer] = {result for result, _spool in workers.each(crew_work.who, None, range(3))}
        os.kill(doer, signal.SIGKILL)
        while alive(doer):
            time.sleep(0.01)
        with pytest.raises(CrewFailed, match="ended from outside"):
            list(workers.each(crew_work.who, None, range(3)))


def test_nobody_is_left_when_the_block_ends() -> None:
    with Crew(expected=9, size=2) as workers:
        doers = {result for result, _spool in workers.each(crew_work.who, None, range(9))}
        assert all(map(alive, doers))
    assert not any(map(alive, doers))


def test_rubbish_is_looked_for_seldom_only_while_others_help() -> None:
    usual = gc.get_threshold()
    with Crew(expected=9, size=1):
        assert gc.get_threshold() == crew.SELDOM
    with Crew(expected=9, size=0):
        assert gc.get_threshold() == usual
    assert gc.get_threshold() == usual


def test_a_process_serves_until_its_line_is_closed() -> None:
    """The same as above in this process, where it can be watched line by line."""
    ours, theirs = Pipe()
    chunks, results = Spool(), Spool()
    answers: list[tuple[object, str]] = []

    def ask() -> None:
        ours.send((crew_work.__name__, "broken"))
        ours.send(None)
        for chunk in (1, 2):
            ours.send((chunks.write(chunk),))
            place, trouble = ours.recv()
            answers.append((None if trouble else results.read(*place), trouble[-60:]))
        ours.close()

    before, asking = signal.getsignal(signal.SIGINT), threading.Thread(target=ask)
    usual = gc.get_threshold()
    asking.start()
    try:
        serve(theirs, chunks, results)
    finally:
        signal.signal(signal.SIGINT, before)
        gc.unfreeze()
        gc.set_threshold(*usual)
        asking.join()
    assert answers[0] == (1, "")
    assert answers[1][0] is None
    assert "ZeroDivisionError" in answers[1][1]


def test_a_spool_gives_back_what_was_written_and_leaves_no_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    spool = Spool()
    places = [spool.write(thing) for thing in ("a", {"b": [1]}, "c" * 100_000)]
    assert [spool.read(*place) for place in reversed(places)] == ["c" * 100_000, {"b": [1]}, "a"]
    assert list(tmp_path.iterdir()) == []


def test_a_spool_that_was_sent_reads_what_the_first_wrote() -> None:
    spool = Spool()
    there = pickle.loads(pickle.dumps(spool))  # noqa: S301  our own
    place = spool.write("words")
    assert there.read(*place) == "words"
