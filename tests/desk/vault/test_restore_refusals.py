"""What is not a whole backup of this portal, or has no new database to go into, is refused and changes nothing."""

import gzip
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.core.management import CommandError, call_command

from portal.desk.documents import Document
from portal.desk.people import User
from portal.desk.vault.backup_files import BackupRefused, BrokenBackup
from portal.desk.vault.restoring import FaultyHistory, check_backup, restore
from tests.desk.vault.kept import BackupFile, forged, lines_of, write_lines

pytestmark = pytest.mark.django_db

Lines = list[dict[str, Any]]


def _torn(path: Path) -> bytes:
    return path.read_bytes()[: path.stat().st_size // 2]


def _flipped(path: Path) -> bytes:
    found = bytearray(path.read_bytes())
    found[len(found) // 2] ^= 1
    return bytes(found)


def _retold(change: Callable[[bytes], bytes]) -> Callable[[Path], bytes]:
    return lambda path: gzip.compress(change(gzip.decompress(path.read_bytes())))


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        (_torn, "it is torn or was changed"),
        (_flipped, "was changed"),
        (_retold(lambda text: text.replace(b"is tiny", b"is tall", 1)), "its checksum is another"),
        (_retold(lambda text: text[: text.rindex(b"\n", 0, -1) + 1]), "its end is lost"),
        (_retold(lambda text: text + b"{}\n"), "something was added after its end"),
        (_retold(lambda text: text.replace(b'{"model": "portal.user"', b'{"modal": "portal.user"', 1)), "was changed"),
        (_retold(lambda text: text.split(b"\n", 1)[1]), "it is not a backup of the portal"),
        (lambda path: b"", "it is not a backup of the portal"),
        (lambda path: b"a letter", "it is not a backup of the portal"),
        (lambda path: gzip.compress(b"a letter\n"), "it is not a backup of the portal"),
        (lambda path: gzip.compress(b'{"backup": "other"}\n'), "it is not a backup of the portal"),
        (lambda path: gzip.compress(b"[1]\n"), "it is not a backup of the portal"),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
def test_a_file_that_is_not_what_was_written_is_refused(
    backup_file: BackupFile, tmp_path: Path, spoil: Callable[[Path], bytes], fault: str
) -> None:
    spoilt = tmp_path / "spoilt.gz"
    spoilt.write_bytes(spoil(backup_file.path))
    for use in (restore, check_backup):
        with pytest.raises(BrokenBackup, match=f"{fault}.* Take another copy of the file, or another backup"):
            use(spoilt)
    assert not Document.objects.exists()
    assert not User.objects.exists()


def test_a_footer_that_counts_other_rows_is_refused(backup_file: BackupFile, tmp_path: Path) -> None:
    lines = lines_of(backup_file.path)

    def one_more(lines: Lines) -> None:
        lines[-1]["rows"]["portal.user"] += 1

    with pytest.raises(BrokenBackup, match="its numbers of rows are not those that it names"):
        restore(forged(backup_file.path, tmp_path / "forged.gz", one_more))
    with pytest.raises(BrokenBackup, match="its checksum is another"):
        restore(write_lines(tmp_path / "lost.gz", lines[:1] + lines[2:]))
    assert not Document.objects.exists()


@pytest.mark.parametrize(
    ("header", "mend"),
    [
        ({"format": 2}, "a backup of format 2, this portal reads up to 1. Update the portal"),
        (
            {"schema": {"auth": "0012_alter_user_first_name_max_length", "portal": "9999_later"}},
            "of a newer portal: this one does not know portal 9999_later. Update the portal",
        ),
        (
            {"schema": {"elsewhere": "0001_initial"}},
            "of a newer portal: this one does not know elsewhere 0001_initial",
        ),
        (
            {"schema": {"auth": "0011_update_proxy_permissions", "portal": "0001_initial"}},
            "auth 0011_update_proxy_permissions.*. Take the version of the portal that it was made with, restore it",
        ),
    ],
)
def test_a_backup_of_another_version_is_refused_with_the_way_to_take_it(
    backup_file: BackupFile, tmp_path: Path, header: dict[str, Any], mend: str
) -> None:
    other = forged(backup_file.path, tmp_path / "other.gz", lambda lines: lines[0].update(header))
    for use in (restore, check_backup):
        with pytest.raises(BackupRefused, match=mend):
            use(other)
    assert not Document.objects.exists()


def test_rows_that_the_database_does_not_take_leave_nothing(backup_file: BackupFile, tmp_path: Path) -> None:
    def not_kept(lines: Lines) -> None:
        lines.insert(1, {"model": "sessions.session", "pk": "x", "fields": {}})
        lines[-1]["rows"]["sessions.session"] = 1

    def twice(lines: Lines) -> None:
        user = next(line for line in lines if line.get("model") == "portal.user")
        lines.insert(-1, user | {"pk": 99})
        lines[-1]["rows"]["portal.user"] += 1

    def from_nowhere(lines: Lines) -> None:
        document = next(line for line in lines if line.get("model") == "portal.document")
        document["fields"]["synced"] = 9999

    def forgotten_permission(lines: Lines) -> None:
        group = next(line for line in lines if line.get("model") == "auth.group")
        group["fields"]["permissions"] = [["fly", "portal", "document"]]

    for change in (not_kept, twice, from_nowhere, forgotten_permission):
        with pytest.raises(BackupRefused, match="Nothing was restored: the database does not take what is in"):
            restore(forged(backup_file.path, tmp_path / "forged.gz", change))
        assert not Document.objects.exists()
        assert not Group.objects.filter(name="editors").exists()


def test_a_faulty_history_is_restored_only_when_asked_to(backup_file: BackupFile, tmp_path: Path) -> None:
    def damage(lines: Lines) -> None:
        revision = next(line for line in lines if line.get("model") == "portal.revision")
        revision["fields"]["text"] += "!"

    faulty = forged(backup_file.path, tmp_path / "faulty.gz", damage)
    with pytest.raises(
        FaultyHistory, match=r"--despite-faults(.|\n)* revision 1: its text is not the one of its digest"
    ):
        restore(faulty)
    assert not Document.objects.exists()
    with pytest.raises(CommandError, match="The text of 1 revisions was not what was saved"):
        call_command("restore", faulty, despite_faults=True, stdout=StringIO())
    assert Document.objects.count() == 8


def test_a_database_that_is_not_empty_is_left_alone(backup_file: BackupFile) -> None:
    User.objects.create_user("first")
    with pytest.raises(
        BackupRefused, match=r"not empty \(1 portal\.user\).*Make a new database, name it in DATABASE_URL"
    ):
        restore(backup_file.path)
    assert User.objects.get().username == "first"
    assert not Document.objects.exists()


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(
        CommandError, match=r"cannot be read \(No such file or directory\)\. Name a file that is a backup"
    ):
        call_command("restore", tmp_path / "nowhere.gz")
