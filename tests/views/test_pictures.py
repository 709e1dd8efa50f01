"""Uploaded pictures for readers: there while they are published, and nothing but pictures."""

import pytest
from django.test import Client

from portal.desk.documents import Document, Origin
from portal.desk.drafts import revise
from portal.desk.people import User
from portal.desk.pictures.blobs import Blob, upload
from portal.desk.withdrawing import withdraw
from portal.shelf.reference import Picture
from portal.shelf.uploads import PictureFile
from tests.desk.four_eyes import publish
from tests.paper.reading import opened, tagged
from tests.pictures import drawn_png, page_with_it, photograph, picture_draft, picture_text, published_picture

PAGE = "/guides/the-cut/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def writer() -> User:
    return User.objects.create_user("writer")


@pytest.fixture
def blob(writer: User) -> Blob:
    return upload(photograph(), by=writer)


def address(blob: Blob, slug: str = "scar") -> str:
    name, _dot, ending = blob.name.partition(".")
    return f"/pictures/{slug}-{name[:12]}.{ending}"


def replaced(document: Document, new: Blob, writer: User) -> Document:
    """The picture with another file, published."""
    document.refresh_from_db()
    words = {"text": picture_text(new.name), "author": writer, "origin": Origin.STAFF}
    publish(document, revision=revise(document, based_on=document.head, **words), by=writer)
    return document


def test_a_published_picture_is_a_picture_and_can_be_nothing_else(client: Client, blob: Blob, writer: User) -> None:
    published_picture(blob.name, by=writer)
    answer = client.get(address(blob))
    assert (answer.status_code, answer.content) == (200, bytes(blob.content))
    assert {name: answer.headers[name] for name in ("Content-Type", "Cache-Control", "ETag", "Content-Length")} == {
        "Content-Type": "image/jpeg",
        "Cache-Control": "public, max-age=31536000, immutable",
        "ETag": f'"{blob.digest}"',
        "Content-Length": str(blob.weight),
    }
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer.headers["Content-Disposition"] == f'inline; filename="scar-{blob.digest[:12]}.jpg"'
    assert not answer.cookies
    assert "Vary" not in answer.headers


def test_a_browser_that_has_it_is_told_so_without_the_bytes(
    client: Client, blob: Blob, writer: User, django_assert_num_queries
) -> None:
    published_picture(blob.name, by=writer)
    with django_assert_num_queries(1) as asked:
        answer = client.get(address(blob), headers={"if-none-match": f'"{blob.digest}"'})
    assert (answer.status_code, answer.content) == (304, b"")
    assert '"content"' not in asked.captured_queries[0]["sql"]
    with django_assert_num_queries(2):
        assert client.head(address(blob)).status_code == 200
    assert client.post(address(blob)).status_code == 405


def test_a_draft_is_at_no_address(client: Client, blob: Blob, writer: User) -> None:
    document = picture_draft(blob.name, by=writer)
    for guess in (
        address(blob),
        f"/pictures/{blob.name}",
        f"/pictures/scar-{blob.name}",
        f"/admin/uploads/{blob.name}",
    ):
        assert client.get(guess).status_code in (302, 404), guess
        assert client.get(guess, follow=True).headers["Content-Type"].startswith("text/html")
    assert not PictureFile.objects.exists()
    publish(document, revision=document.head, by=writer)
    assert client.get(address(blob)).status_code == 200


def test_a_draft_of_a_published_picture_changes_nothing(client: Client, blob: Blob, writer: User) -> None:
    document, other = published_picture(blob.name, by=writer), upload(drawn_png(), by=writer)
    document.refresh_from_db()
    text = picture_text(other.name)
    revise(document, text=text, based_on=document.head, author=writer, origin=Origin.STAFF)
    assert client.get(address(other)).status_code == 404
    assert client.get(address(blob)).status_code == 200


def test_what_was_withdrawn_is_gone(client: Client, blob: Blob, writer: User) -> None:
    document = published_picture(blob.name, by=writer)
    withdraw(document, by=writer, note="a patient asked")
    assert client.get(address(blob)).status_code == 404
    assert not PictureFile.objects.exists()
    assert Blob.objects.get() == blob


def test_other_bytes_have_another_address_and_the_page_follows(client: Client, blob: Blob, writer: User) -> None:
    document, other = published_picture(blob.name, by=writer), upload(drawn_png(), by=writer)
    page_with_it(by=writer)
    assert f'src="{address(blob)}"' in client.get(PAGE).content.decode()
    replaced(document, other, writer)
    shown = client.get(PAGE).content.decode()
    assert (f'src="{address(other)}"' in shown, address(blob) in shown) == (True, False)
    assert [client.get(each).status_code for each in (address(blob), address(other))] == [404, 200]
    assert PictureFile.objects.count() == 1


def test_a_picture_that_becomes_a_drawing_leaves_no_file(client: Client, blob: Blob, writer: User) -> None:
    document = published_picture(blob.name, by=writer)
    document.refresh_from_db()
    text = picture_text(blob.name).replace(f"file: {blob.name}", "template: slipped-disc")
    publish(
        document,
        revision=revise(document, text=text, based_on=document.head, author=writer, origin=Origin.STAFF),
        by=writer,
    )
    row = Picture.objects.get()
    assert (row.template, row.file, row.width, row.file_address) == ("slipped-disc", "", None, "")
    assert client.get(address(blob)).status_code == 404


def test_two_pictures_may_show_the_same_file(client: Client, blob: Blob, writer: User) -> None:
    published_picture(blob.name, by=writer)
    second = published_picture(blob.name, by=writer, slug="second")
    withdraw(second, by=writer, note="outdated")
    assert [client.get(address(blob, slug)).status_code for slug in ("scar", "second")] == [200, 404]


@pytest.mark.parametrize(
    "guess",
    ["", "x", "scar-000000000000.jpg", "../settings.py", "%2e%2e/x", "scar", "SCAR-x.jpg", "a" * 5000, "ä.jpg", "%00"],
)
def test_any_other_address_is_not_found(client: Client, blob: Blob, writer: User, guess: str) -> None:
    published_picture(blob.name, by=writer)
    assert client.get(f"/pictures/{guess}").status_code == 404


def test_a_page_shows_it_with_its_size_its_words_and_whose_it_is(client: Client, blob: Blob, writer: User) -> None:
    published_picture(blob.name, by=writer)
    page_with_it(by=writer)
    shown = " ".join(client.get(PAGE).content.decode().split())
    assert (
        f'<img class="photo" src="{address(blob)}" width="300" height="200"'
        ' alt="A thin pale line across the lower back." loading="lazy" decoding="async">'
    ) in shown
    assert "A healed cut after six weeks." in shown
    assert '<span class="credit">Photo: A. Example, with permission</span>' in shown
    assert "The line is as long as a thumb is wide." in shown


@pytest.mark.parametrize("ending", [".pdf", ".large.pdf"])
@pytest.mark.parametrize("content", [photograph(), drawn_png()], ids=["JPEG", "PNG"])
def test_on_paper_it_is_there_and_speaks(client: Client, writer: User, content: bytes, ending: str) -> None:
    published_picture(upload(content, by=writer).name, by=writer)
    page_with_it(by=writer)
    answer = client.get(PAGE.removesuffix("/") + ending)
    assert answer.headers["Content-Type"] == "application/pdf"
    spoken = [figure.alt for figure in tagged(answer.content).named("/Figure") if figure.alt]
    assert "A thin pale line across the lower back." in spoken
    assert sum(len(page.images) for page in opened(answer.content).pages) == 1
    assert answer.content == client.get(PAGE.removesuffix("/") + ending).content


@pytest.mark.parametrize("count", [1, 3])
def test_lists_of_pictures_never_read_their_bytes(
    blob: Blob, writer: User, django_assert_num_queries, count: int
) -> None:
    for number in range(count):
        published_picture(blob.name, by=writer, slug=f"scar-{number}")
    with django_assert_num_queries(1) as asked:
        assert [row.file_address for row in Picture.objects.by_title()] == [
            address(blob, f"scar-{number}") for number in range(count)
        ]
    assert "picturefile" not in asked.captured_queries[0]["sql"]
