"""What every test can use: the slow gates' switch, the coverage floors, a real browser."""

import gc
from collections.abc import Callable, Iterator
from unittest import mock

import pytest
from _pytest.config import Config
from django.core.cache import caches
from django.db import connection
from django.test import TransactionTestCase

from portal.desk.vault import triggers
from portal.views import kept, remembered
from tests import floors
from tests.browser import Browser, Unavailable, find_chromium, is_required

pytest_plugins = ["tests.kept"]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--gates` adds the slow gates; `manage.py test --gates` also measures coverage."""
    parser.addoption("--gates", action="store_true", help="run the slow gates too")
    parser.addoption("--write-guide", action="store_true", help="make the pictures of docs/staff-guide.md anew")
    parser.addoption("--histories", type=int, default=40, help="how many random histories of edits to live through")


def pytest_collection_modifyitems(config: Config, items: list[pytest.Item]) -> None:
    """Skip, by name, what this run was not asked for or this machine cannot do."""
    reasons = {}
    if not config.getoption("--gates"):
        reasons["gate"] = "slow; runs with --gates"
        reasons["browser"] = "told in a browser; runs with --gates"
    elif find_chromium() is None and not is_required():
        reasons["browser"] = "no Chromium on this machine"
    for item in items:
        for mark, reason in reasons.items():
            if item.get_closest_marker(mark):
                item.add_marker(pytest.mark.skip(reason=reason))


def pytest_collection_finish() -> None:
    """Let the garbage collector pass over what is there for the whole run: thousands of tests, and all modules."""
    gc.collect()
    gc.freeze()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a whole run with `--gates` when a room is covered less than its floor."""
    config = session.config
    if hasattr(config, "workerinput"):
        return  # only a part of the run
    if not config.getoption("--gates") or config.args_source is not Config.ArgsSource.TESTPATHS:
        return
    if config.option.keyword or config.option.markexpr:
        return
    session.coverage_lines = floors.report()
    if any(line.is_broken for line in session.coverage_lines):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how far each room is covered, above pytest's closing line."""
    lines = getattr(terminalreporter._session, "coverage_lines", [])
    if lines:
        terminalreporter.section("branch coverage")
    for line in lines:
        terminalreporter.write_line(line.text, red=line.is_broken)


@pytest.fixture(scope="session", autouse=True)
def history_is_lifted_for_clean_up() -> Iterator[None]:
    """Tests with a live server empty the tables behind them; history lets that happen here and nowhere else."""
    empty = TransactionTestCase._fixture_teardown

    def with_triggers_lifted(case: TransactionTestCase) -> None:
        triggers.lift(connection)
        try:
            empty(case)
        finally:
            triggers.hold(connection)

    with mock.patch.object(TransactionTestCase, "_fixture_teardown", with_triggers_lifted):
        yield


@pytest.fixture(autouse=True)
def nothing_is_remembered() -> None:
    """Each test begins like a new process: publications are taken back between tests, so their numbers come again."""
    remembered.forget()
    caches[kept.PAGES].clear()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One Chromium for the whole run, in a thread of its own."""
    try:
        browser = Browser()
    except Unavailable as problem:
        pytest.fail(str(problem))
    yield browser
    browser.close()


@pytest.fixture
def browse(chromium: Browser) -> Callable[..., object]:
    """Tell a story in a new page: `browse(lambda page: page.goto(url).status)`; the answer is the story's.

    Mark the test `browser`. Options such as `java_script_enabled=False` go to the browser's context. The story runs in
    another thread, so it must not touch the database: prepare and check that outside.
    """
    return chromium.tell
