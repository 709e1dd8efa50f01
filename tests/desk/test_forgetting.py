"""What is known of signing in is forgotten in time, by the timed run itself, and never at the cost of readers."""

from datetime import timedelta
from io import StringIO
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.core.management import CommandError, call_command
from django.db import DatabaseError, OperationalError
from django.utils import timezone

from portal.desk import forgetting, ticking
from portal.desk.documents import Document
from portal.desk.people import User
from portal.desk.ticking import tick
from tests.desk.four_eyes import schedule
from tests.desk.test_publishing import revised

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept() -> None:
    """Failures and sessions on either side of the line."""
    now = timezone.now()
    for name, days in (("old", 31), ("young", 29)):
        AccessAttempt.objects.create(username=name, failures_since_start=1)
        AccessAttempt.objects.filter(username=name).update(attempt_time=now - timedelta(days=days))
    for key, hours in (("over", -1), ("open", 1)):
        Session.objects.create(session_key=key, session_data="", expire_date=now + timedelta(hours=hours))


def what_is_left() -> tuple[set[str], set[str]]:
    return (
        set(AccessAttempt.objects.values_list("username", flat=True)),
        set(Session.objects.values_list("session_key", flat=True)),
    )


def test_the_timed_run_forgets_what_is_old_and_nothing_else(kept: None) -> None:
    assert tick().is_whole
    assert what_is_left() == ({"young"}, {"open"})
    assert tick().is_whole
    assert what_is_left() == ({"young"}, {"open"})


def test_the_command_does_the_same_and_says_how_much(kept: None) -> None:
    for said in ("forgot 1 attempts and 1 sessions\n", "forgot 0 attempts and 0 sessions\n"):
        out = StringIO()
        call_command("purge_sign_ins", stdout=out)
        assert (out.getvalue(), what_is_left()) == (said, ({"young"}, {"open"}))


class Broken:
    """A table that cannot be reached."""

    @property
    def objects(self) -> Any:
        raise DatabaseError("the disk is full")


def test_a_failure_there_keeps_nothing_back_from_readers(
    kept: None, spacer: Document, writer: User, monkeypatch: pytest.MonkeyPatch, caplog: Any, time_machine: Any
) -> None:
    at = timezone.now() + timedelta(hours=1)
    schedule(spacer, revision=revised(spacer, "is small", "is tiny", writer), at=at, by=writer)
    time_machine.move_to(at + timedelta(minutes=1))
    monkeypatch.setattr(forgetting, "Session", Broken())
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("tick", stdout=out)
    assert (ended.value.code, out.getvalue()) == (1, f"published {spacer}\n")
    assert "forget_sign_ins failed; a later run tries again" in caplog.text
    assert "the disk is full" in caplog.text
    # All of it or nothing: the failures that were thrown away before the fault are there again.
    assert what_is_left()[0] == {"old", "young"}
    monkeypatch.undo()
    assert tick().is_whole
    # It is tried once a day: what is kept for a month can wait.
    assert what_is_left()[0] == {"old", "young"}
    time_machine.move_to(at + timedelta(days=1))
    assert tick().is_whole
    assert "old" not in what_is_left()[0]


def test_all_else_is_done_before(monkeypatch: pytest.MonkeyPatch) -> None:
    done: list[str] = []
    for name in ("note_health", "forget_gone", "forget_closed", "forget_sign_ins"):
        monkeypatch.setattr(ticking, name, lambda name=name: done.append(name))
    tick()
    assert done == ["note_health", "forget_gone", "forget_closed", "forget_sign_ins"]
    tick()
    assert done[4:] == ["note_health", "forget_gone"]


def test_one_failure_keeps_nothing_else_from_being_done(
    kept: None, monkeypatch: pytest.MonkeyPatch, caplog: Any
) -> None:
    def note_health() -> None:
        raise ValueError("odd grades")

    monkeypatch.setattr(ticking, "note_health", note_health)
    assert not tick().is_whole
    assert "note_health failed; a later run tries again" in caplog.text
    assert what_is_left() == ({"young"}, {"open"})


def test_the_command_says_what_to_do_where_there_are_no_tables(monkeypatch: pytest.MonkeyPatch) -> None:
    class NoTable(Broken):
        @property
        def objects(self) -> Any:
            raise OperationalError("no such table")

    monkeypatch.setattr(forgetting, "AccessAttempt", NoTable())
    with pytest.raises(CommandError, match="If its tables are missing or old"):
        call_command("purge_sign_ins")
