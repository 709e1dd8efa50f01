"""Exporting: files follow the site, and no word that only a file has is ever overwritten or deleted."""

import zipfile
from io import BytesIO, StringIO
from pathlib import Path
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from portal.desk import drafts
from portal.desk.documents import Document, Origin
from portal.desk.exchange.comparison import Step
from portal.desk.exchange.exporting import archive, export
from portal.desk.exchange.folder import Unwritable
from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import FaultyFiles, plan
from portal.desk.people import User
from portal.desk.withdrawing import withdraw
from portal.shelf.rows import ROWS
from portal.text.references import Ref
from tests.desk.four_eyes import publish
from tests.desk.test_publishing import revised
from tests.library import DOCUMENTS, change_file

SPACER, GUIDE = "en/procedures/interspinous-spacer.md", "en/guides/questions.md"


def _export(root: Path, **options: object) -> str:
    said = StringIO()
    call_command("export_content", root=str(root), stdout=said, stderr=said, **options)
    return said.getvalue()


def test_staff_words_are_written_to_their_file_and_nothing_else_is_touched(
    loaded: Path, spacer: Document, writer: User
) -> None:
    before = {path: (loaded / path).read_bytes() for path in DOCUMENTS}
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    assert _export(loaded).splitlines() == [
        f"content/{SPACER}: changed on the site; the file is written",
        "1 written, 0 deleted, 0 refused",
    ]
    after = {path: (loaded / path).read_bytes() for path in DOCUMENTS}
    assert after == before | {SPACER: before[SPACER].replace(b"is small", b"is tiny")}
    spacer.refresh_from_db()
    assert spacer.synced == spacer.live
    assert _export(loaded) == ""
    assert not plan(loaded).has_work
    assert sorted(path.name for path in loaded.glob("**/*") if path.name.startswith(".")) == []


def test_a_draft_is_not_exported(loaded: Path, spacer: Document, writer: User) -> None:
    revised(spacer, "is small", "is tiny", writer)
    assert _export(loaded) == ""


def test_what_staff_published_first_gets_a_file(loaded: Path, writer: User) -> None:
    text = DOCUMENTS[GUIDE].replace("Questions to ask", "Ours")
    document = drafts.begin(ref=Ref("guide", "ours"), language="en", text=text, author=writer, origin=Origin.STAFF)
    assert _export(loaded) == ""
    publish(document, revision=document.head, by=writer)
    _export(loaded)
    assert (loaded / "en/guides/ours.md").read_text(encoding="utf-8") == text
    assert not plan(loaded).has_work


def test_a_withdrawn_pages_file_is_deleted_and_comes_back_with_the_page(loaded: Path, writer: User) -> None:
    guide = Document.objects.get(slug="questions")
    withdraw(guide, by=writer, note="outdated")
    assert "1 deleted" in _export(loaded)
    assert not (loaded / GUIDE).exists()
    guide.refresh_from_db()
    assert guide.synced is None
    publish(guide, revision=guide.head, by=writer)
    assert "1 written" in _export(loaded)
    assert (loaded / GUIDE).read_text(encoding="utf-8") == DOCUMENTS[GUIDE]


@pytest.mark.parametrize("is_published", [False, True], ids=["the site has not moved", "the site has moved too"])
def test_a_file_with_newer_words_is_refused_and_named(
    loaded: Path, spacer: Document, writer: User, is_published: bool
) -> None:
    if is_published:
        publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    newer = change_file(loaded, SPACER, "is small", "is little")
    said = StringIO()
    with pytest.raises(CommandError, match="need a person"):
        call_command("export_content", root=str(loaded), stdout=said)
    assert f"content/{SPACER}: REFUSED" in said.getvalue()
    assert (loaded / SPACER).read_text(encoding="utf-8") == newer


def test_a_file_that_changes_between_plan_and_writing_is_left_as_it_is(
    loaded: Path, spacer: Document, writer: User
) -> None:
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)

    def while_writing(document: Document) -> None:
        if document == guide:
            change_file(loaded, SPACER, "is small", "is little")

    # The guide comes first in the plan, so the other file changes after the plan was made.
    publish(guide := Document.objects.get(slug="questions"), revision=revised(guide, "wait", "stay", writer), by=writer)
    done = export(plan(loaded), progress=while_writing)
    assert (done.written, done.refused) == ([GUIDE], [SPACER])
    assert "is little" in (loaded / SPACER).read_text(encoding="utf-8")


def test_files_that_are_gone_are_written_again_only_on_request(loaded: Path, spacer: Document, writer: User) -> None:
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    (loaded / SPACER).unlink()
    (loaded / GUIDE).unlink()
    with pytest.raises(CommandError, match="need a person"):
        _export(loaded)
    assert not (loaded / GUIDE).exists()
    assert "2 written" in _export(loaded, restore=True)
    assert (loaded / GUIDE).read_text(encoding="utf-8") == DOCUMENTS[GUIDE]
    assert "is tiny" in (loaded / SPACER).read_text(encoding="utf-8")
    assert not plan(loaded).has_work


def test_a_plan_of_an_export_writes_nothing_and_tells_by_its_exit_code(
    loaded: Path, spacer: Document, writer: User
) -> None:
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    with pytest.raises(SystemExit) as stopped:
        _export(loaded, check=True)
    assert stopped.value.code == 1
    assert (loaded / SPACER).read_text(encoding="utf-8") == DOCUMENTS[SPACER]
    _export(loaded)
    assert _export(loaded, check=True) == ""


def test_one_wrong_file_stops_the_whole_export(loaded: Path, spacer: Document, writer: User) -> None:
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    change_file(loaded, GUIDE, "title:", "titel:")
    with pytest.raises(CommandError, match="nothing was written"):
        _export(loaded)
    with pytest.raises(FaultyFiles, match=f"content/{GUIDE}:3: 'titel'"):
        export(plan(loaded))
    assert (loaded / SPACER).read_text(encoding="utf-8") == DOCUMENTS[SPACER]


def test_a_folder_that_cannot_be_written_is_named_and_files_written_so_far_are_found_to_agree(
    loaded: Path, spacer: Document, writer: User
) -> None:
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    publish(guide := Document.objects.get(slug="questions"), revision=revised(guide, "wait", "stay", writer), by=writer)
    replace = Path.replace

    def refused(part: Path, place: Path) -> Path:
        if place.name == "interspinous-spacer.md":
            raise PermissionError(13, "Permission denied")
        return replace(part, place)

    with mock.patch.object(Path, "replace", refused), pytest.raises(Unwritable, match="Give yourself the right to"):
        export(plan(loaded))
    assert {item.path: item.step for item in plan(loaded).items if item.step is not Step.NOTHING} == {
        GUIDE: Step.ADOPT,
        SPACER: Step.FILE_BEHIND,
    }
    assert "1 written" in _export(loaded)
    assert not plan(loaded).has_work


def test_the_mode_of_a_file_stays(loaded: Path, spacer: Document, writer: User) -> None:
    (loaded / SPACER).chmod(0o640)
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    _export(loaded)
    assert (loaded / SPACER).stat().st_mode & 0o777 == 0o640


def test_everything_readers_see_is_packed_as_the_folder_content(loaded: Path, writer: User) -> None:
    withdraw(Document.objects.get(slug="questions"), by=writer, note="outdated")
    packed = BytesIO()
    archive(packed)
    with zipfile.ZipFile(packed) as found:
        texts = {name: found.read(name).decode() for name in found.namelist()}
    assert texts == {f"content/{path}": text for path, text in DOCUMENTS.items() if path != GUIDE}


def test_a_pack_never_overwrites_a_file(loaded: Path, tmp_path: Path) -> None:
    target = tmp_path / "content.zip"
    assert _export(loaded, zip=target) == f"packed into {target}\n"
    before = target.read_bytes()
    with pytest.raises(CommandError, match="is there already"):
        _export(loaded, zip=target)
    assert target.read_bytes() == before
    with pytest.raises(CommandError, match="cannot be written"):
        _export(loaded, zip=tmp_path / "nowhere" / "content.zip")


def _site() -> dict[tuple[str, str, str], tuple[str, str, str, str]]:
    """Everything that readers are shown: digests of words and reading, the finished content, the title."""
    return {
        (row.language, row.kind, row.slug): (
            row.edition.text_digest,
            row.edition.reading_digest,
            row.edition.html,
            row.title,
        )
        for row_class in ROWS.values()
        for row in row_class.objects.select_related("edition")
    }


@pytest.mark.django_db
def test_staff_edits_exported_and_loaded_into_an_empty_database_give_the_identical_site(content: Path) -> None:
    with transaction.atomic():
        load(plan(content))
        writer = User.objects.create_user("writer")
        for slug, old, new in (
            ("interspinous-spacer", "is small", "is tiny"),
            ("moojen-2013-another-operation", "percent: 29", "percent: 30"),
            ("moojen-2013", "BMJ", "British Medical Journal"),
            ("spacer", "small implant", "little part"),
        ):
            publish(it := Document.objects.get(slug=slug), revision=revised(it, old, new, writer), by=writer)
        text = DOCUMENTS[GUIDE].replace("Questions to ask", "Ours")
        ours = drafts.begin(ref=Ref("guide", "ours"), language="en", text=text, author=writer, origin=Origin.STAFF)
        publish(ours, revision=ours.head, by=writer)
        withdraw(Document.objects.get(slug="questions"), by=writer, note="outdated")
        export(plan(content))
        before = _site()
        transaction.set_rollback(True)
    assert _site() == {}
    load(plan(content))
    assert _site() == before
    assert len(before) == 7
