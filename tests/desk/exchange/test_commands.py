"""Commands say what they do, and their exit code says whether somebody must look."""

import os
import subprocess
import sys
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.desk import reviewing
from portal.desk.documents import Document
from portal.desk.people import User
from tests.desk.four_eyes import schedule
from tests.desk.test_publishing import revised, scheduled


def _run(*command: str, **options: object) -> str:
    said = StringIO()
    call_command(*command, stdout=said, stderr=said, **options)
    return said.getvalue()


def test_rebuild_says_how_many_and_its_plan_changes_nothing(loaded: Path) -> None:
    assert _run("rebuild_pages", check=True) == "7 live documents would be made anew\n"
    assert _run("rebuild_pages") == "7 documents made anew\n"


def test_the_timed_run_tells_what_it_published(spacer: Document, writer: User, time_machine: object) -> None:
    at = timezone.now() + timedelta(hours=1)
    schedule(spacer, revision=revised(spacer, "is small", "is tiny", writer), at=at, by=writer)
    assert _run("tick") == ""
    assert _run("tick", check=True) == f"procedure:interspinous-spacer (en): due {at:%Y-%m-%d %H:%M %Z}\n"
    time_machine.move_to(at + timedelta(seconds=1))
    assert _run("tick") == "published procedure:interspinous-spacer (en)\n"


def test_the_timed_run_fails_loudly_when_something_due_may_not_go_live(
    spacer: Document, writer: User, reviewer: User, time_machine: object
) -> None:
    draft, at = scheduled(spacer, writer)
    reviewing.send_back(draft, by=reviewer, comment="Not yet.")
    time_machine.move_to(at + timedelta(seconds=1))
    with pytest.raises(SystemExit) as stopped:
        _run("tick")
    assert stopped.value.code == 1


def test_a_missing_folder_is_said_so_by_the_check_too(db: None, tmp_path: Path) -> None:
    from django.core.management import CommandError

    with pytest.raises(CommandError, match="There is no folder"):
        _run("check_content", root=str(tmp_path / "nowhere"))


def test_a_database_without_tables_is_said_in_one_sentence_with_the_mend(tmp_path: Path) -> None:
    empty = {"DATABASE_URL": f"sqlite:///{tmp_path}/empty.sqlite3", "DEBUG": "on", "ENV_FILE": ""}
    command = [sys.executable, "manage.py", "check_content"]
    told = subprocess.run(command, env=os.environ | empty, capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert told.stderr.strip().splitlines()[-1].endswith("run: python3 manage.py migrate")
    assert "Traceback" not in told.stderr
