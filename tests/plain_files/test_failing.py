"""What stops a site from being published, and that readers keep what they had."""

import errno
import logging
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from portal.plain_files import publishing, writing
from portal.plain_files.asking import Portal
from portal.plain_files.links import Fault
from portal.plain_files.refusing import NotPublished
from tests.plain_files.conftest import (
    STENOSIS,
    Write,
    names,
    releases,
    something_is_published,
)


def test_a_link_that_leads_nowhere_stops_the_site_and_is_named(
    site: Path, write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write()
    ask = Portal.ask

    def spoilt(portal: Portal, path: str) -> Any:
        answer = ask(portal, path)
        more = b'<p><a href="/nowhere/">a</a><a href="/glossary/#no-word">b</a><a href="#no-part">c</a>'
        return answer._replace(body=answer.body + more) if path == STENOSIS else answer

    monkeypatch.setattr(Portal, "ask", spoilt)
    something_is_published()
    with pytest.raises(NotPublished) as refused:
        write()
    assert str(refused.value).splitlines()[1:] == [
        f"  {STENOSIS} names #no-part",
        f"  {STENOSIS} names /glossary/#no-word",
        f"  {STENOSIS} names /nowhere/",
    ]
    assert str(refused.value).startswith("3 links lead nowhere.")
    assert releases(folder) == {first.release.name}
    done = write(despite_faults=True)
    assert [fault.link for fault in done.faults] == ["#no-part", "/glossary/#no-word", "/nowhere/"]
    assert (folder / "current").resolve() == done.release


@pytest.mark.parametrize("number", [1, 40])
def test_a_full_disk_leaves_the_old_site_and_no_rubbish(
    site: Path, write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    first = write()
    before = names(folder)
    put, calls = writing.Files.put, []

    def full(files: writing.Files, path: str, body: bytes) -> str:
        calls.append(path)
        if len(calls) == number:
            raise OSError(errno.ENOSPC, "No space left on device", "x")
        return put(files, path, body)

    monkeypatch.setattr(writing.Files, "put", full)
    something_is_published()
    with pytest.raises(NotPublished, match=r"^The disk is full\. Make room, then run this again\. Readers still have"):
        write()
    assert (releases(folder), names(folder)) == ({first.release.name}, before)


def test_a_disk_that_fills_at_the_switch_leaves_the_old_site(
    site: Path, write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = write()
    something_is_published()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "symlink_to", lambda *_: (_ for _ in ()).throw(OSError(errno.ENOSPC, "No space left")))
        with pytest.raises(NotPublished, match="The disk is full"):
            write()
    assert ((folder / "current").resolve(), releases(folder)) == (first.release, {first.release.name})
    assert write().is_as_before is False


def test_a_folder_that_may_not_be_written_is_named(site: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    refused = OSError(errno.EACCES, "Permission denied", "/srv/plain")
    monkeypatch.setattr(Path, "mkdir", lambda *_, **__: (_ for _ in ()).throw(refused))
    with pytest.raises(NotPublished, match=r"^/srv/plain could not be written \(Permission denied\)"):
        write()


def test_whoever_publishes_meanwhile_has_it_begun_again_three_times_at_most(
    site: Path, write: Write, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask, times = Portal.ask, [1]

    def publishing_meanwhile(portal: Portal, path: str) -> Any:
        if path == STENOSIS and times[0]:
            times[0] -= 1
            something_is_published()
        return ask(portal, path)

    monkeypatch.setattr(Portal, "ask", publishing_meanwhile)
    write()
    assert (times, len(releases(folder))) == ([0], 1)
    times[0] = 3
    something_is_published()
    with pytest.raises(NotPublished, match="three times in a row"):
        write()
    assert (times, len(releases(folder))) == ([0], 1)


def test_an_answer_that_is_no_page_stops_the_site(site: Path, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    ask = Portal.ask

    def broken(portal: Portal, path: str) -> Any:
        answer = ask(portal, path)
        return answer._replace(status=500) if path == STENOSIS else answer

    monkeypatch.setattr(Portal, "ask", broken)
    with pytest.raises(NotPublished, match=f"answers 500 at {STENOSIS}"):
        write()


def test_headers_that_no_rule_could_tell_apart_stop_the_site(
    site: Path, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    ask = Portal.ask

    def other(portal: Portal, path: str) -> Any:
        answer = ask(portal, path)
        return answer._replace(headers=answer.headers | {"X-Frame-Options": "ALLOW"}) if path == STENOSIS else answer

    monkeypatch.setattr(Portal, "ask", other)
    with pytest.raises(NotPublished, match=f"^{STENOSIS} is answered with other headers"):
        write()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"DEBUG": True}, "Set DEBUG=off"),
        ({"SITE_URL": ""}, "SITE_URL=https://portal.example"),
        ({"ALLOWED_HOSTS": ["other.example"]}, "Add it to ALLOWED_HOSTS"),
    ],
)
def test_settings_that_would_make_other_pages_are_refused_with_the_mend(
    db: None, write: Write, folder: Path, settings: Any, changes: dict[str, Any], words: str
) -> None:
    for name, value in changes.items():
        setattr(settings, name, value)
    with pytest.raises(NotPublished, match=words):
        write()
    assert not folder.exists()


def test_all_is_on_the_disk_before_readers_are_switched(
    site: Path, write: Write, folder: Path, waited_for: Mock
) -> None:
    led: list[bool] = []
    waited_for.side_effect = lambda: led.append((folder / "current").is_symlink())
    write()
    assert led == [False]


def test_nothing_is_left_behind_in_the_process(site: Path, write: Write) -> None:
    before = logging.getLogger("django.request").level
    write()
    assert logging.getLogger("django.request").level == before
    assert [signal.disconnect(close_old_connections) for signal in (request_started, request_finished)] == [True, True]
    request_started.connect(close_old_connections)
    request_finished.connect(close_old_connections)


def test_many_faults_are_counted_and_the_first_are_named() -> None:
    lines = publishing.in_lines([Fault("/a/", f"/{number}/") for number in range(60)]).splitlines()
    assert (len(lines), lines[-1]) == (52, "  and 10 more")
