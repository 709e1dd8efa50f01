"""Uploaded pictures under a preview link: those that its page shows, as long as it is open, and no others."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from portal.admin import outside
from portal.admin.addresses import screen
from portal.desk.people import User
from portal.desk.pictures.blobs import upload
from portal.desk.sharing import PreviewLink
from portal.log import NothingPersonal
from portal.shelf.uploads import PictureFile
from tests.admin.forms import words_of
from tests.admin.preview_links import made
from tests.desk.four_eyes import publish
from tests.desk.test_publishing import revised
from tests.pictures import drawn_png, page_with_it, photograph, picture_draft, published_picture

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_counted():
    cache.clear()


@pytest.fixture
def by(loaded):
    return User.objects.create_user("photographer")


@pytest.fixture
def first(by):
    """What readers see in the guide by now."""
    return upload(photograph(), by=by)


@pytest.fixture
def second(by):
    """A picture that has just been uploaded, and is not published."""
    return upload(drawn_png(), by=by)


@pytest.fixture
def scar(first, second, by):
    """A published picture on a published page, whose draft shows another file."""
    document = published_picture(first.name, by=by)
    page_with_it(by=by)
    revised(document, first.name, second.name, by)
    document.refresh_from_db()
    return document


@pytest.fixture
def path(scar, sharer):
    _answer, path = made(sharer, scar)
    return path


def at(path, blob):
    return f"{path}pictures/{blob.name}"


def test_somebody_outside_sees_the_picture_that_is_not_published_yet(path, first, second):
    page = Client().get(path).content.decode()
    assert f'<img class="photo" src="pictures/{second.name}" width="40" height="30"' in page
    answer = Client().get(at(path, second))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/png")
    assert answer.content == bytes(second.content)
    # Readers still have the old one, and the shelf nothing of the new one.
    public = Client().get("/guides/the-cut/").content.decode()
    assert f'src="/pictures/scar-{first.digest[:12]}.jpg"' in public
    assert [hung.digest for hung in PictureFile.objects.all()] == [first.digest]
    assert Client().get(f"/pictures/scar-{second.digest[:12]}.png").status_code == 404


def test_published_pictures_of_a_draft_page_are_found_there_too(first, by, sharer):
    published_picture(first.name, by=by)
    page = page_with_it(by=by)
    revised(page, "in two weeks", "in three weeks", by)
    page.refresh_from_db()
    _answer, path = made(sharer, page)
    assert f'src="pictures/{first.name}"' in Client().get(path).content.decode()
    assert Client().get(at(path, first)).content == bytes(first.content)


def test_the_page_holds_nothing_of_the_secret(path):
    [html] = PreviewLink.objects.values_list("html", flat=True)
    token = path.split("/")[2]
    assert [part for part in token.split(".") if part in html] == []


def test_a_picture_is_kept_by_nobody_listed_by_nobody_and_is_nothing_but_a_picture(path, second):
    for place in (at(path, second), f"/preview/unknown/pictures/{second.name}", f"{path}pictures/unknown.png"):
        answer = Client().get(place, headers={"accept-encoding": "gzip"})
        assert answer.headers["Cache-Control"] == "no-store, private"
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.cookies == {}
        assert not {"ETag", "Last-Modified", "Content-Encoding", "Vary"} & set(answer.headers)
    shown = Client().get(at(path, second))
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert shown.headers["Cross-Origin-Resource-Policy"] == "same-origin"


@pytest.mark.parametrize("reason", ["revoked", "expired", "published", "deactivated", "no longer staff"])
def test_pictures_close_with_their_link(path, scar, second, by, sharer, time_machine, reason):
    assert Client().get(at(path, second)).status_code == 200
    if reason == "revoked":
        link = PreviewLink.objects.get()
        sharer.post(screen(scar, "sharing"), {"action": "revoke", "link": link.pk})
    elif reason == "expired":
        time_machine.move_to(timezone.now() + timedelta(days=14, seconds=1))
    elif reason == "published":
        publish(scar, revision=scar.head, by=by)
    else:
        gone = "is_active" if reason == "deactivated" else "is_staff"
        User.objects.filter(username="sharer").update(**{gone: False})
    answer = Client().get(at(path, second))
    assert (answer.status_code, answer.content == Client().get(path).content) == (410, True)
    assert bytes(second.content) not in answer.content


def test_a_newer_draft_leaves_a_link_the_picture_that_it_was_made_with(path, scar, second, by):
    third = upload(drawn_png(colour="blue"), by=by)
    revised(scar, second.name, third.name, by)
    assert Client().get(at(path, second)).status_code == 200
    assert Client().get(at(path, third)).status_code == 404


def test_no_other_picture_comes_out_under_a_link(path, first, second, by, sharer):
    other = upload(drawn_png(colour="blue"), by=by)
    picture_draft(other.name, by=by, slug="secret")
    names = [first.name, other.name, second.name.replace(".png", ".jpg"), second.digest, f"{'0' * 64}.png"]
    names += [second.name.upper(), f"../pictures/{second.name}", "%00", "x" * 5000, f"{second.name}/"]
    said = words_of(Client().get("/preview/unknown/"))
    answers = [Client().get(f"{path}pictures/{name}") for name in names]
    assert [answer.status_code for answer in answers] == [404] * len(names)
    assert words_of(answers[1]) == said


def test_words_that_look_like_a_picture_open_none(first, by, sharer):
    other = upload(drawn_png(colour="blue"), by=by)
    published_picture(first.name, by=by)
    page = page_with_it(by=by)
    faked = f'src="pictures/{other.name}" and <img src="pictures/{other.name}">'
    revised(page, "## How it looks", f"Look at this: {faked}\n\n## How it looks", by)
    page.refresh_from_db()
    _answer, path = made(sharer, page)
    assert f"pictures/{other.name}" in Client().get(path).content.decode()
    assert PreviewLink.objects.get().pictures == {first.name}
    assert Client().get(at(path, other)).status_code == 404


@pytest.mark.parametrize("token", ["unknown", "x" * 5000, "%00", "1.2.3"])
def test_without_the_secret_there_is_no_picture(path, second, token):
    answer = Client().get(f"/preview/{token}/pictures/{second.name}")
    assert (answer.status_code, "This link is not open" in words_of(answer)) == (404, True)
    assert Client().get(f"/admin/uploads/{second.name}").status_code == 302


def test_a_link_to_something_else_opens_no_picture_of_this_one(path, second, draft, sharer):
    _answer, other = made(sharer, draft.document)
    assert Client().get(other).status_code == 200
    assert Client().get(at(other, second)).status_code == 404


def test_pictures_are_counted_as_the_page_is_and_each_by_itself(path, second, monkeypatch):
    monkeypatch.setattr(outside, "MOST_AN_HOUR", 2)
    assert [Client().get(at(path, second)).status_code for _time in range(3)] == [200, 200, 429]
    assert Client().get(path).status_code == 200
    # Whoever tries names is stopped by address, and closes nothing.
    tried = [Client().get(f"{path}pictures/{n}.png", REMOTE_ADDR="192.0.2.7").status_code for n in range(3)]
    assert tried == [404, 404, 429]
    assert Client().get(path).status_code == 200


def test_only_reading_is_answered_and_no_log_has_the_secret(path, second, caplog):
    assert Client().post(at(path, second)).status_code == 405
    assert Client().head(at(path, second)).content == b""
    record = caplog.records[0]
    NothingPersonal().filter(record)
    assert path.split("/")[2] not in record.getMessage()
    assert "/preview/…/pictures/" in record.getMessage()
