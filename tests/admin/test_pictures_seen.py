"""Pictures that are still drafts: staff see them where readers will, and readers see nothing of them."""

import pytest
from django.urls import reverse

from portal.admin.addresses import of_kind, screen
from portal.desk.people import User
from portal.desk.pictures.blobs import Blob, upload
from portal.kinds.registry import KINDS
from portal.shelf.uploads import PictureFile
from tests.admin.conftest import document
from tests.admin.forms import words_of
from tests.admin.test_pictures import WORDS, file, sent
from tests.desk.four_eyes import publish
from tests.pictures import drawn_png, page_with_it, photograph, picture_draft

pytestmark = pytest.mark.django_db


@pytest.fixture
def add():
    return of_kind(KINDS["picture"], "add")


def test_the_look_at_the_text_shows_the_draft_at_the_desks_address(writer, add):
    answer = sent(writer, add, **WORDS, **{"file-upload": file(), "_look": "1"})
    name = Blob.objects.get().name
    shown = answer.content.decode()
    assert f'<img class="photo" src="/admin/uploads/{name}" width="300" height="200" alt="A thin pale line."' in shown
    assert "Photo: A. Example, with permission" in shown
    assert "<h1>A scar</h1>" in shown
    drawing = sent(writer, add, **WORDS, template="slipped-disc", _look="1").content.decode()
    assert '<svg class="picture"' in drawing


def test_a_look_at_a_page_shows_pictures_that_are_still_drafts_and_says_so(loaded, writer):
    name = upload(photograph(), by=User.objects.get(username="writer")).name
    picture_draft(name, by=User.objects.get(username="writer"))
    picture_draft(f"{'0' * 64}.jpg", by=User.objects.get(username="writer"), slug="nothing")
    body = "::: figure scar\n:::\n\n::: figure nothing\n:::\n"
    answer = sent(writer, screen(document("guide", "questions"), "change"), body=body, _look="1")
    assert f'<img class="photo" src="/admin/uploads/{name}"' in answer.content.decode()
    assert answer.content.decode().count("<figure") == 1
    words = words_of(answer)
    assert "Shown here as a draft, because it is not published: “A scar” (picture scar)" in words
    assert "Left out here, because it is not published: “A scar” (picture nothing)" in words


def test_a_full_preview_shows_the_new_picture_and_leaves_no_trace_on_the_site(loaded, publisher, client):
    chief = User.objects.get(username="publisher")
    first, second = upload(photograph(), by=chief), upload(drawn_png(), by=chief)
    scar = picture_draft(first.name, by=chief)
    publish(scar, revision=scar.head, by=chief)
    page_with_it(by=chief)
    sent(publisher, screen(scar, "change"), file=second.name)
    shown = publisher.get(screen(scar, "preview"), follow=True).content.decode()
    assert f'src="/admin/uploads/{second.name}"' in shown
    public = client.get("/guides/the-cut/").content.decode()
    assert f'src="/pictures/scar-{first.digest[:12]}.jpg"' in public
    assert "/admin/" not in public
    assert [hung.digest for hung in PictureFile.objects.all()] == [first.digest]


def test_bytes_of_drafts_are_for_staff_who_may_see_documents(staff, client, writer):
    blob = upload(photograph(), by=User.objects.get(username="writer"))
    address = reverse("admin:upload", args=[blob.name])
    answer = writer.get(address)
    assert (answer.status_code, answer.content) == (200, bytes(blob.content))
    assert answer.headers["Cache-Control"].startswith("no-store, private")
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert staff("stranger").get(address).status_code == 403
    assert client.get(address).status_code == 302
    assert writer.get(address.replace(".jpg", ".png")).status_code == 404
    assert writer.get(f"/admin/uploads/{'0' * 64}.jpg").status_code == 404
