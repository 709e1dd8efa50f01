"""Benchmarks are all run by `make bench`, all told in docs/performance.md, and their arithmetic is right."""

import json
import re
from pathlib import Path

import pytest

from benchmarks import recording, report
from benchmarks.requests import middle
from benchmarks.wrk import BadRun, Run, parsed

ROOT = Path(__file__).resolve().parent.parent.parent
FACTS = {"date": "2026-11-26", "commit": "abc1234", "machine": "A machine, 2 cores", "versions": {"Python": "3.13.1"}}
ROWS = [
    ["all alike", {"time": "17.0 ms", "conflicts": "1"}],
    ["not | alike", {"time": "not measured: it broke"}],
]
SAID = """Running 3s test @ http://127.0.0.1:8280/
  2 threads and 64 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     1.52ms    2.11ms  40.05ms   91.02%
  Latency Distribution
     50%  {half}
     75%    1.90ms
     90%    3.40ms
     99%  {slowest}
  246810 requests in 3.00s, 1.20GB read
{errors}Requests/sec:  82270.55
Transfer/sec:    409.60MB
"""


def said(half: str = "651.00us", slowest: str = "10.50ms", errors: str = "") -> str:
    return SAID.format(half=half, slowest=slowest, errors=errors)


@pytest.fixture
def results(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr(recording, "RESULTS", tmp_path)
    return tmp_path


def benchmarks_of_make() -> list[str]:
    lines = re.findall(r"^\t\.venv/bin/python -m benchmarks\.(.+)$", (ROOT / "Makefile").read_text(), re.MULTILINE)
    return list(dict.fromkeys(line for line in lines if line != "report"))


def test_make_bench_runs_every_benchmark_that_the_page_tells_of():
    assert sorted(benchmarks_of_make()) == sorted(report.SECTIONS)


def test_every_benchmark_is_a_module_that_says_what_it_measures():
    for name in report.SECTIONS:
        assert (ROOT / "benchmarks" / f"{name.split()[0]}.py").is_file(), name
    assert all(f"## {heading}\n" in report.page(ROOT / "nowhere") for heading in report.SECTIONS.values())


def test_the_page_in_docs_is_what_the_generator_writes_but_for_figures(tmp_path):
    written = iter(report.PAGE.read_text(encoding="utf-8").splitlines())
    told = [line for line in report.page(tmp_path).splitlines() if line and not line.startswith("**Not measured**")]
    assert [line for line in told if line not in written] == []


def test_what_was_not_measured_is_said_to_be_missing(tmp_path):
    page = report.page(tmp_path)
    assert page.count("**Not measured**: `python -m benchmarks.") == len(report.SECTIONS)
    assert "**Not measured**: `python -m benchmarks.ratios postgresql` has not been run." in page
    assert "Machine:" not in page


def test_figures_stand_with_their_command_their_commit_and_their_machine(tmp_path):
    found = {"command": "python -m benchmarks.merge", "facts": FACTS, "tables": [{"heading": "Merging", "rows": ROWS}]}
    (tmp_path / "merge.json").write_text(json.dumps(found))
    other = found | {"facts": FACTS | {"machine": "Another machine"}, "command": "python -m benchmarks.paper"}
    (tmp_path / "paper.json").write_text(json.dumps(other))
    page = report.page(tmp_path)
    assert "Machine: A machine, 2 cores. Versions: Python 3.13.1.\n" in page
    assert "`python -m benchmarks.merge`, on 2026-11-26, at commit abc1234.\n" in page
    assert page.count("On another machine: Another machine.") == 1
    assert (
        "**Merging**\n\n"
        "|  | time | conflicts |\n| --- | ---: | ---: |\n"
        "| all alike | 17.0 ms | 1 |\n"
        "| not \\| alike | not measured: it broke | not measured |\n"
    ) in page


def test_rows_of_other_figures_in_one_table_are_not_called_missing(tmp_path):
    rows = [["a load", {"once": "1 s"}], ["a page", {"middle": "2 ms"}]]
    found = {"command": "python -m benchmarks.render", "facts": FACTS, "tables": [{"heading": "", "rows": rows}]}
    (tmp_path / "render.json").write_text(json.dumps(found))
    assert "| a load | 1 s |  |\n| a page |  | 2 ms |\n" in report.page(tmp_path)


def test_rows_are_printed_and_kept(results, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["ratios", "postgresql", "--rounds", "3"])
    with recording.recorded("ratios postgresql"):
        recording.row("before any table", {"size": "1"})
        recording.table("A table")
        recording.row("in it", {"size": "2", "time": "3 ms"})
    kept = json.loads((results / "ratios-postgresql.json").read_text())
    assert kept["command"] == "python -m benchmarks.ratios postgresql --rounds 3"
    assert kept["tables"] == [
        {"heading": "", "rows": [["before any table", {"size": "1"}]]},
        {"heading": "A table", "rows": [["in it", {"size": "2", "time": "3 ms"}]]},
    ]
    assert set(kept["facts"]) == {"date", "commit", "machine", "versions"}
    assert capsys.readouterr().out.splitlines()[-1].split() == ["in", "it", "size", "2", "time", "3", "ms"]


def test_a_benchmark_that_fails_leaves_the_last_figures_as_they_were(results):
    (results / "merge.json").write_text("the last ones")
    with pytest.raises(ZeroDivisionError), recording.recorded("merge"):
        recording.row("half of it", {"time": f"{1 / 0}"})
    assert (results / "merge.json").read_text() == "the last ones"
    recording.row("outside", {})
    assert [path.name for path in results.iterdir()] == ["merge.json"]


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0.000172, "0.172 ms"), (0.00172, "1.72 ms"), (0.0172, "17.2 ms"), (1.72, "1,720 ms"), (0, "0.000 ms")],
)
def test_times_have_as_many_places_as_are_worth_something(seconds, written):
    assert recording.milliseconds(seconds) == written


@pytest.mark.parametrize(
    ("value", "base", "written"),
    [(3, 2, "1.50 ×"), (2, 4, "0.50 ×"), (1, 7000, "0.00014 ×"), (9000, 2, "4,500.00 ×"), (1, 0, "not measured")],
)
def test_ratios_say_how_many_times_one_figure_is_another(value, base, written):
    assert recording.times_as(value, base) == written


def test_measuring_warms_up_then_gives_the_shortest_and_the_middle(monkeypatch, capsys):
    seconds, runs = iter([0.009, 0.002, 0.005]), []
    monkeypatch.setattr(recording, "timed", lambda work: (work(), next(seconds))[1])
    recording.measure("work", lambda: runs.append("run"), times=3)
    assert runs == ["run"] * 4
    assert "shortest 2.00 ms   middle 5.00 ms" in capsys.readouterr().out


def test_each_figure_has_a_middle_of_its_own():
    assert middle([Run(10, 3, 9), Run(30, 1, 8), Run(20, 2, 7)]) == Run(20, 2, 8)


@pytest.mark.parametrize(
    ("half", "slowest", "seconds"),
    [
        ("651.00us", "10.50ms", (651e-6, 0.0105)),
        ("1.20ms", "1.05s", (0.0012, 1.05)),
        ("2.00s", "1.10m", (2.0, 66.0)),
    ],
)
def test_what_wrk_says_is_read_in_any_of_its_units(half, slowest, seconds):
    run = parsed(said(half, slowest))
    assert (run.rate, run.half, run.slowest) == (82270.55, *(pytest.approx(each) for each in seconds))


@pytest.mark.parametrize(
    "errors",
    ["  Non-2xx or 3xx responses: 12\n", "  Socket errors: connect 0, read 3, write 0, timeout 1\n"],
)
def test_a_run_with_errors_has_no_figures(errors):
    with pytest.raises(BadRun, match=re.escape(errors.strip())):
        parsed(said(errors=errors))


@pytest.mark.parametrize("text", ["", "Requests/sec:  0.00\n", "Requests/sec:  12.00\n"])
def test_a_run_without_answers_or_without_times_has_no_figures(text):
    with pytest.raises(BadRun):
        parsed(text)
