"""Pictures in files: they go out and come in byte for byte, and what is wrong with one is said by its path."""

import zipfile
from collections.abc import Callable
from io import BytesIO, StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.test import Client

from portal.desk.documents import Document, Origin
from portal.desk.drafts import revise
from portal.desk.exchange.exporting import archive, export
from portal.desk.exchange.files import read_tree
from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import FaultyFiles, plan
from portal.desk.people import User
from portal.desk.pictures.blobs import Blob, upload
from portal.desk.pictures.images import made_safe
from portal.desk.withdrawing import withdraw
from portal.shelf.uploads import PictureFile
from tests.desk.four_eyes import publish
from tests.pictures import drawn_png, photograph, picture_text, published_picture

FILES, DOCUMENT = "all/pictures/files", "all/pictures/scar.md"
PICTURE = made_safe(photograph())
pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one picture and its document, not loaded."""
    root = tmp_path / "content"
    (root / FILES).mkdir(parents=True)
    (root / FILES / PICTURE.name).write_bytes(PICTURE.content)
    (root / DOCUMENT).write_text(picture_text(PICTURE.name), encoding="utf-8", newline="\n")
    return root


def files_in(root: Path) -> dict[str, bytes]:
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}


def exported(root: Path, **options: object) -> list[str]:
    said = StringIO()
    call_command("export_content", root=str(root), stdout=said, stderr=said, **options)
    return said.getvalue().splitlines()


def test_a_picture_is_loaded_with_its_document_and_agrees(folder: Path) -> None:
    load(plan(folder))
    [blob], [hung] = Blob.objects.all(), PictureFile.objects.all()
    assert bytes(blob.content) == PICTURE.content == bytes(hung.content)
    assert (blob.name, blob.by) == (PICTURE.name, None)
    assert not plan(folder).has_work
    assert exported(folder) == []
    assert exported(folder, check=True) == []


def test_what_goes_out_comes_in_again_byte_for_byte(tmp_path: Path, writer: User) -> None:
    root = tmp_path / "content"
    root.mkdir()
    with transaction.atomic():
        for slug, content in (("scar", photograph()), ("drawn", drawn_png())):
            published_picture(upload(content, by=writer).name, by=writer, slug=slug)
        before = {hung.short: bytes(hung.content) for hung in PictureFile.objects.all()}
        assert len(export(plan(root)).written) == 4
        files = files_in(root)
        transaction.set_rollback(True)
    assert not Blob.objects.exists()
    load(plan(root))
    assert {hung.short: bytes(hung.content) for hung in PictureFile.objects.all()} == before
    assert exported(root) == []
    assert files_in(root) == files
    assert len(before) == 2


def test_the_pack_holds_published_pictures_and_no_drafts(folder: Path, writer: User) -> None:
    load(plan(folder))
    upload(drawn_png(), by=writer)
    packed = BytesIO()
    archive(packed)
    with zipfile.ZipFile(packed) as found:
        assert {name.removeprefix("content/"): found.read(name) for name in found.namelist()} == files_in(folder)


def test_a_new_picture_is_written_and_the_old_one_deleted_but_kept_on_the_desk(folder: Path, writer: User) -> None:
    load(plan(folder))
    scar, other = Document.objects.select_related("head").get(), upload(drawn_png(), by=writer)
    words = {"text": picture_text(other.name), "author": writer, "origin": Origin.STAFF}
    publish(scar, revision=revise(scar, based_on=scar.head, **words), by=writer)
    assert exported(folder) == [
        f"content/{DOCUMENT}: changed on the site; the file is written",
        "2 written, 1 deleted, 0 refused",
    ]
    assert files_in(folder) == {
        f"{FILES}/{other.name}": bytes(other.content),
        DOCUMENT: picture_text(other.name).encode(),
    }
    assert Blob.objects.count() == 2


def test_a_withdrawn_picture_takes_its_file_along(folder: Path, writer: User) -> None:
    load(plan(folder))
    withdraw(Document.objects.get(), by=writer, note="outdated")
    assert "0 written, 2 deleted, 0 refused" in exported(folder)
    assert files_in(folder) == {}


def test_a_picture_that_two_documents_name_stays_for_the_other(folder: Path, writer: User) -> None:
    (folder / "all/pictures/second.md").write_text(picture_text(PICTURE.name), encoding="utf-8")
    load(plan(folder))
    withdraw(Document.objects.get(slug="second"), by=writer, note="outdated")
    exported(folder)
    assert sorted(files_in(folder)) == [f"{FILES}/{PICTURE.name}", DOCUMENT]


def test_a_file_that_is_gone_is_written_again(folder: Path) -> None:
    load(plan(folder))
    (folder / FILES / PICTURE.name).unlink()
    assert not plan(folder).has_work
    with pytest.raises(SystemExit):
        exported(folder, check=True)
    assert exported(folder) == [
        f"content/{FILES}/{PICTURE.name}: the file of this picture is gone; it is written again",
        "1 written, 0 deleted, 0 refused",
    ]
    assert (folder / FILES / PICTURE.name).read_bytes() == PICTURE.content


def test_a_picture_that_only_the_folder_has_and_nobody_names_is_left_alone(folder: Path) -> None:
    load(plan(folder))
    mine = made_safe(drawn_png())
    (folder / FILES / mine.name).write_bytes(mine.content)
    load(plan(folder))
    assert exported(folder) == []
    assert (folder / FILES / mine.name).exists()
    assert Blob.objects.count() == 1


def test_a_picture_with_another_short_name_is_found_at_another_address(folder: Path, client: Client) -> None:
    load(plan(folder))
    renamed = picture_text(PICTURE.name).replace("credit:", "aliases:\n  - scar\ncredit:")
    (folder / DOCUMENT).unlink()
    (folder / "all/pictures/cut.md").write_text(renamed, encoding="utf-8")
    load(plan(folder))
    ending = f"{PICTURE.name[:12]}.jpg"
    assert [client.get(f"/pictures/{slug}-{ending}").status_code for slug in ("scar", "cut")] == [404, 200]
    assert PictureFile.objects.count() == 1


def test_words_of_a_file_that_nobody_took_keep_their_picture(folder: Path, writer: User) -> None:
    load(plan(folder))
    other = made_safe(drawn_png())
    scar = Document.objects.select_related("head").get()
    theirs = picture_text(PICTURE.name, **{"A healed cut": "Ours"})
    publish(scar, revision=revise(scar, text=theirs, based_on=scar.head, author=writer, origin=Origin.STAFF), by=writer)
    mine = picture_text(other.name, **{"A healed cut": "Mine"})
    (folder / DOCUMENT).write_text(mine, encoding="utf-8")
    (folder / FILES / other.name).write_bytes(other.content)
    with pytest.raises(CommandError, match="need a person"):
        exported(folder)
    assert (folder / DOCUMENT).read_text(encoding="utf-8") == mine
    assert (folder / FILES / other.name).read_bytes() == other.content
    load(plan(folder))
    assert Blob.objects.names() == {PICTURE.name, other.name}


def _changed(folder: Path) -> None:
    (folder / FILES / PICTURE.name).write_bytes(PICTURE.content + b"x")


def _renamed(name: str, content: bytes = PICTURE.content) -> Callable[[Path], None]:
    def rename(folder: Path) -> None:
        (folder / FILES / PICTURE.name).unlink()
        (folder / FILES / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / FILES / name).write_bytes(content)

    return rename


def _named_by_its_bytes(content: bytes, ending: str) -> Callable[[Path], None]:
    from hashlib import sha256

    name = f"{sha256(content).hexdigest()}.{ending}"

    def put(folder: Path) -> None:
        (folder / FILES / name).write_bytes(content)
        (folder / DOCUMENT).write_text(picture_text(name), encoding="utf-8")

    return put


def _linked(folder: Path) -> None:
    (folder / FILES / PICTURE.name).unlink()
    (folder / FILES / PICTURE.name).symlink_to("/etc/hostname")


NO_NAME = ":1: a picture's file is named by the SHA-256 of its bytes"
FAULTS: dict[str, tuple[Callable[[Path], None], str]] = {
    "absent": (lambda folder: (folder / FILES / PICTURE.name).unlink(), f"{DOCUMENT}:3: file: there is no picture"),
    "changed": (_changed, ".jpg:1: its bytes are not those of its name"),
    "empty": (lambda folder: (folder / FILES / PICTURE.name).write_bytes(b""), ".jpg:1: its bytes are not those"),
    "a name of its own": (_renamed("scar.jpg"), f"{FILES}/scar.jpg{NO_NAME}"),
    "another ending": (_renamed(PICTURE.name.replace("jpg", "png")), f".png{NO_NAME}"),
    "in a folder": (_renamed(f"more/{PICTURE.name}"), NO_NAME),
    "words": (_renamed("words.md", b"---\n---\n"), f"{FILES}/words.md{NO_NAME}"),
    "too large": (_named_by_its_bytes(PICTURE.content + b"\0" * 2_000_000, "jpg"), ":1: this picture is larger than 2"),
    "too many pixels": (_named_by_its_bytes(photograph((1700, 20)), "jpg"), "it is larger than 1600 pixels"),
    "straight from a camera": (_named_by_its_bytes(photograph(comment=b"Mrs Example"), "jpg"), "besides the picture"),
    "a page": (_named_by_its_bytes(b"<script>alert(1)</script>", "jpg"), "it is neither a PNG nor a JPEG file"),
    "a page behind a picture": (_named_by_its_bytes(PICTURE.content + b"<script>", "jpg"), "behind the picture's end"),
    "half of it": (_named_by_its_bytes(PICTURE.content[:-9], "jpg"), ":1: this picture cannot be sent to readers"),
    "a link": (_linked, ".jpg:1: this is a link to another place"),
}  # fmt: skip


@pytest.mark.parametrize(("spoil", "said"), FAULTS.values(), ids=FAULTS.keys())
def test_what_is_wrong_is_said_by_its_path_and_stops_the_load(
    folder: Path, spoil: Callable[[Path], None], said: str
) -> None:
    spoil(folder)
    lines = read_tree(folder).fault_lines()
    assert any(said in line for line in lines), lines
    with pytest.raises(FaultyFiles):
        load(plan(folder))
    assert not Blob.objects.exists()
    assert not Document.objects.exists()


def test_a_file_without_a_picture_or_with_both_is_not_published(folder: Path) -> None:
    line = f"file: {PICTURE.name}\n"
    for change, said in (
        ("", ":1: template or file is needed: name a drawing, or choose a picture file"),
        (f"template: slipped-disc\n{line}", ":4: template and file are both given; take one of them out"),
        ("file: ../../settings.py\n", ":3: file must be the name of an uploaded picture"),
    ):
        (folder / DOCUMENT).write_text(picture_text(PICTURE.name).replace(line, change), encoding="utf-8")
        assert [found for found in read_tree(folder).fault_lines() if said in found], read_tree(folder).fault_lines()
    credit = 'credit: "Photo: A. Example, with permission"\n'
    (folder / DOCUMENT).write_text(picture_text(PICTURE.name).replace(credit, ""), encoding="utf-8")
    assert read_tree(folder).fault_lines() == [
        f"content/{DOCUMENT}:3: credit is needed for a picture of your own: say who made it and who allows its use"
    ]
