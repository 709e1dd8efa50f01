"""A backup is one moment of the whole database, and the file is there whole or not at all."""

import errno
import os
import stat
from io import StringIO
from pathlib import Path
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.db.migrations.recorder import MigrationRecorder

from portal.desk.documents import Document, Revision
from portal.desk.people import User
from portal.desk.vault import triggers
from portal.desk.vault.backup_files import BackupRefused, BrokenBackup, examine
from portal.desk.vault.backups import UNFINISHED, back_up
from portal.desk.vault.schemas import LEFT_OUT, kept_models, schema
from portal.desk.vault.snapshots import snapshot
from tests.desk.vault.kept import BackupFile, lines_of


def unfinished_in(folder: Path) -> list[Path]:
    return list(folder.glob(f"*{UNFINISHED}"))


def test_every_row_is_in_the_file_and_its_footer_counts_them(backup_file: BackupFile) -> None:
    header, *rows, footer = lines_of(backup_file.path)
    assert header == {
        "backup": "spine portal",
        "format": 1,
        "schema": schema(),
        "made_at": header["made_at"],
        "database": connection.vendor,
    }
    assert schema()["portal"].startswith("0")
    assert footer["rows"] == {label: len(found) for label, found in backup_file.rows.items() if "." in label}
    assert sum(footer["rows"].values()) == len(rows)
    some = {"portal.document": 8, "portal.revision": 11, "portal.blob": 2, "portal.user": 3}
    assert footer["rows"] | some == footer["rows"]


def test_what_is_not_kept_is_named_and_nothing_else_is_left_out(backup_file: BackupFile) -> None:
    from django.apps import apps

    models = {model._meta.label_lower for model in apps.get_models() if not model._meta.proxy}
    assert models - {model._meta.label_lower for model in kept_models()} == LEFT_OUT


def test_permissions_are_kept_by_name(backup_file: BackupFile) -> None:
    groups = [line for line in lines_of(backup_file.path) if line.get("model") == "auth.group"]
    [group] = [line for line in groups if line["fields"]["name"] == "editors"]
    assert sorted(group["fields"]["permissions"]) == [
        ["approve_document", "portal", "document"],
        ["publish_document", "portal", "document"],
    ]
    [writer, *_others] = [line for line in lines_of(backup_file.path) if line.get("model") == "portal.user"]
    assert writer["fields"]["groups"] == [["editors"]]


def test_a_file_is_named_after_its_moment_and_only_its_owner_may_read_it(backup_file: BackupFile) -> None:
    made_at = lines_of(backup_file.path)[0]["made_at"]
    assert backup_file.path.name == f"portal-backup-{made_at.replace(':', '')}.jsonl.gz"
    assert stat.S_IMODE(backup_file.path.stat().st_mode) == 0o600
    assert unfinished_in(backup_file.path.parent) == []


def test_who_writes_during_a_backup_neither_waits_nor_is_half_in_it(committed: None, tmp_path: Path) -> None:
    def write(model: str, number: int) -> None:
        User.objects.create_user(f"during-{model}")

    before = User.objects.count()
    _path, contents = back_up(tmp_path / "during.gz", progress=write)
    assert contents.rows["portal.user"] == before == 3
    assert User.objects.count() == before + len(kept_models())
    _path, after = back_up(tmp_path / "after.gz")
    assert after.rows["portal.user"] == before + len(kept_models())


def test_a_backup_does_not_wait_for_who_has_begun_to_write(committed: None, tmp_path: Path) -> None:
    with transaction.atomic():
        User.objects.create_user("not committed yet")
        _path, contents = back_up(tmp_path / "meanwhile.gz")
    assert contents.rows["portal.user"] == 3


def test_a_snapshot_refuses_to_be_written_to_and_leaves_no_connection(committed: None) -> None:
    with pytest.raises(Exception, match=r"readonly|read-only"), snapshot() as alias:
        User.objects.db_manager(alias).create_user("nobody")
    assert not hasattr(connections._connections, "snapshot")
    assert User.objects.count() == 3


def test_at_any_moment_there_is_the_old_file_or_the_new(committed: None, tmp_path: Path) -> None:
    target = tmp_path / "kept.gz"
    target.write_bytes(b"old")

    def killed(model: str, number: int) -> None:
        [unfinished] = unfinished_in(tmp_path)
        assert stat.S_IMODE(unfinished.stat().st_mode) == 0o600
        assert target.read_bytes() == b"old"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        back_up(target, overwrite=True, progress=killed)
    assert [path.name for path in tmp_path.iterdir()] == ["kept.gz"]
    assert target.read_bytes() == b"old"
    back_up(target, overwrite=True)
    assert examine(target).rows["portal.user"] == 3


def test_what_a_killed_run_left_is_cleared_by_a_later_one(committed: None, tmp_path: Path) -> None:
    killed, running = (tmp_path / f"a.gz.{number}{UNFINISHED}" for number in (1, 2))
    killed.write_bytes(b"")
    running.write_bytes(b"")
    two_hours_ago = killed.stat().st_mtime - 7200
    os.utime(killed, (two_hours_ago, two_hours_ago))
    back_up(tmp_path / "b.gz")
    assert sorted(path.name for path in tmp_path.iterdir()) == [running.name, "b.gz"]


def test_an_existing_file_is_replaced_only_when_asked_to(committed: None, tmp_path: Path) -> None:
    target = tmp_path / "kept.gz"
    target.write_bytes(b"old")
    with pytest.raises(BackupRefused, match=r"exists\. Choose another name, or add --overwrite"):
        back_up(target)
    assert target.read_bytes() == b"old"


@pytest.mark.parametrize("folder", ["nowhere", "file"])
def test_a_folder_that_cannot_be_written_to_is_said_so(committed: None, tmp_path: Path, folder: str) -> None:
    (tmp_path / "file").write_bytes(b"")
    with pytest.raises(BackupRefused, match="Name a folder that exists and may be written to"):
        back_up(tmp_path / folder / "kept.gz")


def test_a_full_disk_leaves_nothing_behind(committed: None, tmp_path: Path) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    with mock.patch("os.fsync", side_effect=full), pytest.raises(BackupRefused, match=r"No space left .* Make room"):
        back_up(tmp_path / "kept.gz")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_does_not_read_back_whole_gets_no_name(committed: None, tmp_path: Path) -> None:
    def spoilt(handle: int) -> None:
        os.pwrite(handle, b"\0" * 8, os.fstat(handle).st_size - 8)

    with mock.patch("os.fsync", side_effect=spoilt), pytest.raises(BrokenBackup, match="torn or was changed"):
        back_up(tmp_path / "kept.gz")
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_text_is_kept_as_it_is_told_of_and_never_put_in_place_of_an_older_backup(
    committed: None, tmp_path: Path
) -> None:
    triggers.lift(connection)
    damaged = Revision.objects.order_by("pk").values_list("pk", flat=True)[0]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE portal_revision SET text = 'changed' WHERE id = %s", [damaged])
    triggers.hold(connection)
    with pytest.raises(CommandError, match="The text of 1 revisions is not what was saved"):
        call_command("backup", tmp_path / "new.gz", stdout=StringIO())
    assert examine(tmp_path / "new.gz").damaged == (damaged,)
    (tmp_path / "old.gz").write_bytes(b"old")
    with pytest.raises(BackupRefused, match=f"the text of revisions {damaged} is not what was saved"):
        back_up(tmp_path / "old.gz", overwrite=True)
    assert (tmp_path / "old.gz").read_bytes() == b"old"


@pytest.mark.parametrize(
    ("applied", "mend"),
    [
        ([], "The database is older than this portal. Run: python3 manage.py migrate"),
        (["0001_initial", "9999_later"], r"by a newer portal \(9999_later\). Use that version"),
    ],
)
def test_tables_of_another_version_are_not_backed_up(
    committed: None, tmp_path: Path, applied: list[str], mend: str
) -> None:
    recorder = MigrationRecorder(connection)
    recorder.migration_qs.filter(app="portal").delete()
    for name in applied:
        recorder.record_applied("portal", name)
    with pytest.raises(BackupRefused, match=mend):
        back_up(tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_command_says_where_and_how_much(committed: None, tmp_path: Path) -> None:
    said = StringIO()
    call_command("backup", tmp_path / "kept.gz", stdout=said, verbosity=2)
    *models, last = said.getvalue().splitlines()
    assert f"  portal.document: {Document.objects.count()}" in models
    assert last == f"{tmp_path}/kept.gz: {examine(tmp_path / 'kept.gz').total} rows, read back and whole"
