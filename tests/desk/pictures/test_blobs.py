"""Uploaded pictures as rows: kept once, never changed, known by the SHA-256 of their bytes."""

import pytest
from django.db import DatabaseError, transaction

from portal.desk.documents import Document, Origin
from portal.desk.drafts import revise
from portal.desk.people import User
from portal.desk.pictures.blobs import Blob, upload
from portal.desk.pictures.images import ImageRefused
from portal.desk.press.composing import NotPublishable
from portal.desk.publishing import publish_together
from portal.shelf.permanence import HistoryIsPermanent
from portal.shelf.reference import Picture
from tests.desk.four_eyes import publish
from tests.pictures import drawn_png, photograph, picture_draft, picture_text

pytestmark = pytest.mark.django_db


def test_the_same_picture_is_kept_once_and_others_stay_beside_it(writer: User, reviewer: User) -> None:
    first = upload(photograph(), by=writer)
    again = upload(photograph() + b"<script>", by=reviewer)
    other = upload(drawn_png(), by=reviewer)
    assert (again.pk, again.by) == (first.pk, writer)
    assert Blob.objects.names() == {first.name, other.name}
    assert (first.width, first.height, first.weight, first.media_type) == (300, 200, len(first.content), "image/jpeg")
    with pytest.raises(ImageRefused):
        upload(b"\0\0\0\x18ftypheic" + b"x" * 100, by=writer)
    assert Blob.objects.count() == 2


def test_a_name_with_another_ending_is_no_name(writer: User) -> None:
    blob = upload(photograph(), by=writer)
    for wrong in (f"{blob.digest}.png", f"{blob.digest}.html", blob.digest, "", f"{blob.digest}.jpg.jpg"):
        assert not Blob.objects.named(wrong).exists()
    assert Blob.objects.named(blob.name).get() == blob


def test_lists_leave_the_bytes_where_they_are(writer: User) -> None:
    upload(photograph(), by=writer)
    [blob] = Blob.objects.without_content()
    assert blob.get_deferred_fields() == {"content"}
    with pytest.raises(HistoryIsPermanent):
        blob.save()


@pytest.mark.parametrize(
    ("column", "value", "constraint"),
    [
        ("digest", "0" * 63, "an_upload_is_named_by_a_sha_256"),
        ("weight", 3, "an_upload_weighs_what_it_holds"),
        ("width", 1601, "an_upload_is_at_most_1600_pixels_long"),
        ("height", 0, "an_upload_is_at_most_1600_pixels_long"),
        ("content", b"x" * 2_000_001, "an_upload_is_at_most_2_mb"),
    ],
)
def test_the_database_holds_what_must_always_hold(column: str, value: object, constraint: str) -> None:
    right = {"digest": "0" * 64, "media_type": "image/png", "width": 1, "height": 1, "content": b"ab", "weight": 2}
    given = right | {column: value}
    given |= {"weight": len(value)} if isinstance(value, bytes) else {}
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        Blob.objects.create(**given)


MADE_UP = f"{'0' * 64}.jpg"


def test_a_picture_that_is_not_here_is_not_published_by_any_way(writer: User) -> None:
    document = picture_draft(MADE_UP, by=writer)
    with pytest.raises(NotPublishable, match=f"file: there is no picture “{MADE_UP}”"):
        publish(document, revision=document.head, by=writer)
    with (
        pytest.raises(NotPublishable, match=f"the picture {MADE_UP} is not here; upload it again"),
        transaction.atomic(),
    ):
        publish_together([(document, document.head)])
    assert not Picture.objects.exists()
    assert Document.objects.get().live is None


def test_a_review_is_bound_to_the_bytes_that_are_shown(writer: User) -> None:
    first, second = upload(photograph(), by=writer), upload(drawn_png(), by=writer)
    document = picture_draft(first.name, by=writer)
    publish(document, revision=document.head, by=writer)
    before = Picture.objects.get().reading_digest
    text = picture_text(second.name)
    newest = revise(document, text=text, based_on=document.head, author=writer, origin=Origin.STAFF)
    publish(document, revision=newest, by=writer)
    assert Picture.objects.get().reading_digest != before
