"""A backup comes back whole, on either database, and work goes on from there."""

import hashlib
from base64 import b64decode
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction
from time_machine import TimeMachineFixture

from portal.desk.documents import Document, Revision
from portal.desk.people import User
from portal.desk.sharing import PreviewLink
from portal.desk.vault import triggers
from portal.desk.vault.restoring import restore
from portal.desk.vault.verifying import verify_history
from portal.shelf.counter import Counter
from portal.shelf.pages import Page
from portal.shelf.treatments import Procedure
from tests.desk.four_eyes import publish
from tests.desk.test_publishing import revised
from tests.desk.vault.kept import BackupFile, everything, forged, lines_of

pytestmark = pytest.mark.django_db

Lines = list[dict[str, Any]]


def all_but_counters(rows: dict[str, Any]) -> dict[str, Any]:
    return {label: found for label, found in rows.items() if label != "portal.counter"}


def test_every_row_comes_back_as_it_was(backup_file: BackupFile) -> None:
    contents = restore(backup_file.path)
    assert contents.total == sum(contents.rows.values())
    assert contents.damaged == ()
    assert all_but_counters(everything()) == all_but_counters(backup_file.rows)
    assert list(verify_history()) == []


def test_what_was_sent_outside_is_not_opened_again_by_a_restore(backup_file: BackupFile) -> None:
    models = {line.get("model") for line in lines_of(backup_file.path)}
    assert "portal.revision" in models
    assert "portal.previewlink" not in models
    restore(backup_file.path)
    assert PreviewLink.objects.count() == 0


def test_a_backup_of_the_other_database_comes_back_too(backup_file: BackupFile, tmp_path: Path) -> None:
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]

    def as_elsewhere(lines: Lines) -> None:
        lines[0]["database"] = other
        # PostgreSQL keeps what is inside a JSON column in an order of its own.
        for line in lines[1:-1]:
            if line["model"] == "portal.edition":
                line["fields"]["contents"] = [
                    dict(sorted(entry.items(), reverse=True)) for entry in line["fields"]["contents"]
                ]

    contents = restore(forged(backup_file.path, tmp_path / "other.gz", as_elsewhere))
    assert contents.header.database == other
    assert all_but_counters(everything()) == all_but_counters(backup_file.rows)


def test_no_number_under_which_a_browser_holds_a_page_is_used_again(
    backup_file: BackupFile, tmp_path: Path, time_machine: TimeMachineFixture
) -> None:
    [counter] = backup_file.rows["portal.counter"]
    made_at = datetime.fromisoformat(lines_of(backup_file.path)[0]["made_at"])
    time_machine.move_to(made_at + timedelta(hours=1), tick=False)
    restore(backup_file.path)
    assert Counter.current("en") == counter["number"] + 3601
    assert Counter.objects.get().bumped_at == made_at + timedelta(hours=1)


def test_work_goes_on_after_a_restore(backup_file: BackupFile) -> None:
    _begin_numbers_anew()
    restore(backup_file.path)
    spacer, writer = Document.objects.get(slug="interspinous-spacer"), User.objects.get(username="writer")
    newest = Revision.objects.order_by("-pk").first()
    revision = revised(spacer, "is very small", "is minute", writer)
    assert revision.pk == newest.pk + 1
    publish(spacer, revision=revision, by=writer)
    assert "is minute" in Procedure.objects.get().edition.html
    assert User.objects.create_user("third").pk == 4
    assert writer.check_password("demo")
    assert writer.has_perm("portal.publish_document")


def _begin_numbers_anew() -> None:
    """Earlier tests have drawn numbers that a new database would still have."""
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), [Revision, User, Page]):
            cursor.execute(statement)


def test_history_is_held_after_a_restore(backup_file: BackupFile) -> None:
    restore(backup_file.path)
    assert triggers.missing(connection) == []
    with (
        pytest.raises(DatabaseError, match="history is permanent"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute("DELETE FROM portal_revision")


def test_what_a_new_database_has_by_itself_makes_way(backup_file: BackupFile) -> None:
    Counter.note_tick(["en"])
    Group.objects.create(name="editors")
    restore(backup_file.path)
    assert all_but_counters(everything()) == all_but_counters(backup_file.rows)


def test_the_command_says_what_it_restored_and_its_check_writes_nothing(backup_file: BackupFile) -> None:
    checked, restored = StringIO(), StringIO()
    call_command("restore", backup_file.path, check=True, stdout=checked)
    assert not Document.objects.exists()
    call_command("restore", backup_file.path, stdout=restored)
    header, *rows, _footer = lines_of(backup_file.path)
    made = f"made at {header['made_at']} on {connection.vendor}; {len(rows)} rows, among them "
    numbers = "8 portal.document, 11 portal.revision, 3 portal.user\n"
    assert checked.getvalue() == f"{backup_file.path}: whole; {made}{numbers}"
    assert restored.getvalue() == f"{backup_file.path}: restored; {made}{numbers}"


def test_pictures_are_written_as_text_and_are_in_the_file_whole(backup_file: BackupFile) -> None:
    lines = [line["fields"] for line in lines_of(backup_file.path) if line.get("model") == "portal.blob"]
    assert [hashlib.sha256(b64decode(line["content"])).hexdigest() for line in lines] == [
        line["digest"] for line in lines
    ]
    assert len(lines) == 2
