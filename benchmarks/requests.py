"""How many readers of one page are answered: `python -m benchmarks.requests`.

A page of the shipped content is asked for by wrk over 2, 16 and 64 connections that stay open: from nginx as a file
(the limit), from this portal under its recommended server, from a plain Django view, and from Wagtail with and without
its page cache. All servers have two workers, on the machine that asks as well; they are asked by turns, and shown are
the middles of the rounds. Each answer is looked at before: its status, its encoding, its words.

Wagtail is in an environment of its own, which `make comparison` makes; without it, it is not measured.
"""

import argparse
import tempfile
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from benchmarks.production import environment, fill
from benchmarks.recording import NOT_MEASURED, milliseconds, recorded, row, table, times_as
from benchmarks.subjects import Bench, Subject, WrongAnswer
from benchmarks.wrk import BadRun, Run, run

PAGE = "/procedures/microdiscectomy/"
# In the middle of its text.
SENTENCE = b"microdiscectomy"
CONNECTIONS = (2, 16, 64)
ROUNDS, SECONDS = 3, 4
CACHED = "Wagtail with wagtail-cache"


def middle(runs: list[Run]) -> Run:
    """The middle of each figure by itself."""
    return Run(*map(median, zip(*((each.rate, each.half, each.slowest) for each in runs), strict=True)))


def limit_of(subject: Subject) -> str:
    """Who serves the same bytes as a file; for an answer without a body, the whole page as it is."""
    return f"nginx, a file, {'brotli' if subject.encoding == 'br' else subject.encoding or 'identity'}"


def looked_at(bench: Bench, page: str) -> list[Subject]:
    """Those who answer with the page as they should, and the bytes of each."""
    table(f"Bytes of {page}, as each sends it")
    answering = []
    for subject in bench.subjects():
        try:
            row(subject.name, {"bytes": f"{subject.size(SENTENCE):,}"})
        except WrongAnswer as problem:
            bench.missing[subject.name] = str(problem)
        else:
            answering.append(subject)
    return answering


def compare(subjects: list[Subject], missing: dict[str, str], connections: int, rounds: int, seconds: int) -> None:
    """Ask everybody by turns over so many connections, and show the middles."""
    runs: dict[str, list[Run]] = {subject.name: [] for subject in subjects}
    absent = dict(missing)
    for _round in range(rounds):
        for subject in subjects:
            url = f"http://127.0.0.1:{subject.port}{subject.address}"
            try:
                runs[subject.name].append(run(url, subject.headers, connections=connections, seconds=seconds))
            except BadRun as problem:
                absent[subject.name] = str(problem)
    found = {name: middle(each) for name, each in runs.items() if name not in absent}
    table(f"Over {connections} connections")
    for subject in subjects:
        if subject.name in found:
            row(subject.name, figures(found[subject.name], found.get(limit_of(subject)), found.get(CACHED)))
    for name, reason in absent.items():
        row(name, {"requests a second": f"{NOT_MEASURED}: {reason}"})


def figures(one: Run, limit: Run | None, cached: Run | None) -> dict[str, str]:
    """What is shown of one who was asked, beside nginx with the same bytes and Wagtail with its cache."""
    return {
        "requests a second": f"{one.rate:,.0f}",
        "p50": milliseconds(one.half),
        "p99": milliseconds(one.slowest),
        "of nginx, same bytes": times_as(one.rate, limit.rate) if limit else NOT_MEASURED,
        "its p99": times_as(one.slowest, limit.slowest) if limit else NOT_MEASURED,
        "of Wagtail cached": times_as(one.rate, cached.rate) if cached else NOT_MEASURED,
    }


def main() -> None:
    """Start everybody, look at what they answer, then ask."""
    asked = argparse.ArgumentParser(prog="python -m benchmarks.requests")
    asked.add_argument("--page", default=PAGE)
    asked.add_argument("--rounds", type=int, default=ROUNDS)
    asked.add_argument("--seconds", type=int, default=SECONDS, help="of each run")
    given = asked.parse_args()
    with recorded("requests"), ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        fill(environment(f"sqlite:///{folder / 'portal.sqlite3'}"))
        bench = Bench(folder, given.page, stack)
        subjects = looked_at(bench, given.page)
        for connections in CONNECTIONS:
            compare(subjects, bench.missing, connections, given.rounds, given.seconds)


if __name__ == "__main__":
    main()
