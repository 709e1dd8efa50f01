"""Pictures on the desk: chosen in the form, kept at once, shown as readers will see them, replaced without loss."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal import uploading
from portal.admin.addresses import of_kind, screen
from portal.desk.people import User
from portal.desk.pictures import images
from portal.desk.pictures.blobs import Blob, upload
from portal.kinds.registry import KINDS
from portal.kinds.row_inputs import ADD_ROWS
from portal.shelf.uploads import PictureFile
from tests.admin.conftest import document
from tests.admin.forms import form_in, words_of
from tests.pictures import decoded, drawn_png, photograph, picture_draft, picture_text, published_picture

WORDS = {
    "address-slug": "scar",
    "title-en": "A scar",
    "caption-en": "A healed cut.",
    "alt-en": "A thin pale line.",
    "description-en": "As long as a thumb.",
    "credit": "Photo: A. Example, with permission",
}
pytestmark = pytest.mark.django_db


@pytest.fixture
def add():
    return of_kind(KINDS["picture"], "add")


def file(content=None, name="scar.jpg", declared="image/jpeg"):
    return SimpleUploadedFile(name, photograph() if content is None else content, declared)


def sent(client, address, **changes):
    """Send the form as it is shown, with these changes."""
    given = form_in(client.get(address))
    given.pop("file-upload", None)
    known = {name: value for name, value in given.items() if name not in changes}
    return client.post(address, known | changes)


def test_a_picture_is_chosen_saved_and_shown_with_its_size_and_weight(writer, add):
    answer = sent(writer, add, **WORDS, **{"file-upload": file(), "_save": "1"})
    scar, blob = document("picture", "scar"), Blob.objects.get()
    assert answer.headers["Location"] == screen(scar, "change")
    assert f"\nfile: {blob.name}\n" in scar.head.text
    shown = writer.get(screen(scar, "change"))
    assert f'src="/admin/uploads/{blob.name}" width="300" height="200"' in shown.content.decode()
    assert "300 × 200 pixels, 2.3\xa0KB. Readers get exactly this." in shown.content.decode()
    assert form_in(shown)["file"] == [blob.name]
    assert blob.by == User.objects.get(username="writer")


def test_the_form_can_carry_files_and_others_need_not(writer, add):
    assert 'enctype="multipart/form-data"' in writer.get(add).content.decode()
    assert "multipart" not in writer.get(of_kind(KINDS["risk"], "add")).content.decode()


def test_a_faulty_save_keeps_the_file_that_was_chosen(writer, add):
    answer = sent(writer, add, **WORDS | {"address-slug": "Not A Slug"}, **{"file-upload": file()})
    assert answer.status_code == 200
    blob = Blob.objects.get()
    assert form_in(answer)["file"] == [blob.name]
    assert f"/admin/uploads/{blob.name}" in answer.content.decode()
    again = writer.post(add, form_in(answer) | {"address-slug": "scar"})
    assert again.status_code == 302
    assert blob.name in document("picture", "scar").head.text


def test_another_row_for_words_keeps_the_file_too(writer, add):
    answer = sent(writer, add, **WORDS, **{"file-upload": file(), f"{ADD_ROWS}labels": "1"})
    assert form_in(answer)["file"] == [Blob.objects.get().name]


def test_a_stale_save_keeps_the_file_and_shows_both(loaded, writer, publisher):
    first, second = (
        upload(drawn_png(colour=colour), by=User.objects.get(username="writer")) for colour in ("red", "blue")
    )
    scar = picture_draft(first.name, by=User.objects.get(username="writer"))
    mine = form_in(writer.get(screen(scar, "change")))
    theirs = form_in(publisher.get(screen(scar, "change")))
    assert publisher.post(screen(scar, "change"), theirs | {"file": second.name}).status_code == 302
    answer = writer.post(screen(scar, "change"), mine | {"file-upload": file()})
    assert answer.status_code == 409
    chosen = Blob.objects.get(media_type="image/jpeg")
    assert form_in(answer)["file"] == [chosen.name]
    words = words_of(answer)
    assert second.name in words
    assert chosen.name in words


REFUSED = [
    (b"\0\0\0\x18ftypheic" + b"x" * 50, "IMG_1.jpg", images.HEIC),
    (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "scar.png", "This is a drawing in text (SVG, HTML or the like)"),
    (b"", "scar.jpg", "This file is empty."),
    (photograph()[:1500], "scar.jpg", "This picture is damaged or not complete."),
    (photograph() + b"\0" * images.MOST_UPLOADED, "scar.jpg", "This file is larger than 15 MB."),
]  # fmt: skip


@pytest.mark.parametrize(("content", "name", "words"), REFUSED)
def test_what_cannot_be_taken_is_said_at_its_field_and_nothing_else_is_lost(writer, add, content, name, words):
    answer = sent(writer, add, **WORDS, **{"file-upload": file(content, name), "_save": "1"})
    assert answer.status_code == 200
    assert words in words_of(answer)
    assert 'href="#field-file"' in answer.content.decode()
    assert form_in(answer)["caption-en"] == ["A healed cut."]
    assert not Blob.objects.exists()


def test_neither_name_nor_declared_type_decides(writer, add):
    sent(writer, add, **WORDS, **{"file-upload": file(drawn_png(), "../../evil.svg", "image/svg+xml"), "_save": "1"})
    assert Blob.objects.get().media_type == "image/png"
    assert "evil" not in document("picture", "scar").head.text


def test_another_file_makes_a_new_revision_and_the_old_picture_stays(writer, add):
    sent(writer, add, **WORDS, **{"file-upload": file(), "_save": "1"})
    scar = document("picture", "scar")
    sent(writer, screen(scar, "change"), **{"file-upload": file(drawn_png()), "_save": "1"})
    assert [revision.text.count("\nfile: ") for revision in scar.revisions.all()] == [1, 1]
    assert Blob.objects.count() == 2
    old = next(blob for blob in Blob.objects.all() if blob.name in scar.head.text)
    assert writer.get(f"/admin/uploads/{old.name}").status_code == 200


def test_a_picture_can_be_taken_out_for_a_drawing(writer, add):
    sent(writer, add, **WORDS, **{"file-upload": file(), "_save": "1"})
    scar = document("picture", "scar")
    sent(writer, screen(scar, "change"), **{"file-without": "on", "template": "slipped-disc"})
    newest = document("picture", "scar").head.text
    assert ("file:" in newest, "template: slipped-disc" in newest) == (False, True)


def test_a_file_without_words_or_credit_is_a_draft_that_says_what_is_missing(writer, add):
    sent(writer, add, **{"address-slug": "scar", "file-upload": file(), "_save": "1"})
    words = words_of(writer.get(screen(document("picture", "scar"), "change")))
    assert "credit is needed for a picture of your own: say who made it and who allows its use" in words
    assert "alt is needed" in words
    assert "is needed: name a drawing" not in words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        (f"{'0' * 64}.jpg", f"there is no picture “{'0' * 64}.jpg”"),
        ("../../settings.py", "must be the name of an uploaded picture"),
        ("<script>", "must be the name of an uploaded picture"),
    ],
)
def test_a_name_that_somebody_made_up_leads_nowhere(publisher, add, name, words):
    answer = sent(publisher, add, **WORDS, file=name, _save="1")
    scar = screen(document("picture", "scar"), "change") if answer.status_code == 302 else ""
    assert words in words_of(publisher.get(scar) if scar else answer)
    if scar:
        assert "The picture that is named here is not on this site." in words_of(publisher.get(scar))
        publisher.post(screen(document("picture", "scar"), "publishing"), {"action": "publish"})
    assert not PictureFile.objects.exists()


def test_who_may_not_write_cannot_leave_a_file(staff, add):
    reader = staff("reader", "view")
    assert reader.post(add, WORDS | {"file-upload": file()}).status_code == 403
    assert not Blob.objects.exists()


def test_what_is_sent_beyond_the_limit_is_dropped_and_endless_sending_is_cut_off():
    handler = uploading.Bounded()
    piece = b"x" * 1_000_000
    kept = [handler.receive_data_chunk(piece, 0) for _time in range(20)]
    assert sum(len(one or b"") for one in kept) == uploading.MOST_KEPT == images.MOST_UPLOADED + 1
    with pytest.raises(uploading.StopUpload):
        handler.receive_data_chunk(b"x" * uploading.MOST_HEARD, 0)


def test_what_was_chosen_is_made_small_and_clean(writer, add):
    big = photograph((3000, 2000), comment=b"Mrs Example") + b"<script>"
    sent(writer, add, **WORDS, **{"file-upload": file(big), "_save": "1"})
    kept = bytes(Blob.objects.get().content)
    assert decoded(kept).size == (1600, 1067)
    assert b"Example" not in kept
    assert b"script" not in kept


def test_the_text_of_a_file_and_the_form_are_the_same(writer):
    name = upload(photograph(), by=User.objects.get(username="writer")).name
    scar = picture_draft(name, by=User.objects.get(username="writer"))
    sent(writer, screen(scar, "change"), _save="1")
    assert document("picture", "scar").head.text == picture_text(name)
    assert scar.revisions.count() == 1


def test_a_picture_that_is_missing_among_the_files_is_written_from_the_desk(tmp_path, publisher, settings):
    settings.CONTENT_DIR = tmp_path
    chief = User.objects.get(username="publisher")
    blob = upload(photograph(), by=chief)
    published_picture(blob.name, by=chief)
    files, place = reverse("admin:files"), tmp_path / "all/pictures/files" / blob.name
    publisher.post(files, {"action": "export"})
    assert "Files and site agree." in words_of(publisher.get(files))
    place.unlink()
    assert "Files of pictures 1 Exporting writes pictures" in words_of(publisher.get(files))
    publisher.post(files, {"action": "export"})
    assert not place.exists()
    answer = publisher.post(files, {"action": "pictures"}, follow=True)
    assert "Written: 1. Deleted: 0." in words_of(answer)
    assert place.read_bytes() == bytes(blob.content)
