"""Real pages from memory: the same as Django's own, nothing private among them, and new as soon as somebody looked."""

import gzip
from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import brotli
import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import OperationalError, close_old_connections
from django.utils import timezone

from portal.desk import drafts, sharing
from portal.desk.documents import Document, Origin, Revision
from portal.desk.people import User
from portal.desk.ticking import tick
from portal.desk.withdrawing import withdraw
from portal.ready import watch as watching
from portal.ready.layer import FromMemory
from portal.ready.watch import LONGEST_BLIND
from portal.serving import in_front_of
from portal.shelf.moved import Moved
from portal.shelf.treatments import Procedure
from tests.desk.four_eyes import publish as published
from tests.desk.four_eyes import schedule
from tests.ready.asking import Got, get
from tests.views.test_frame import ADDRESSES
from tests.views.test_pages import SPACER

PDF = SPACER.removesuffix("/") + ".pdf"
# Made anew for what is kept. Django tells of codings only where a page is long enough for one.
OWN = {"ETag", "Content-Encoding", "Content-Length", "Vary"}
TOKEN = "abcdefghijklmnopqrstuvwxyz012345"


class Counting:
    """Django, and which addresses it was asked for."""

    def __init__(self) -> None:
        self.django = WSGIHandler()
        self.asked: list[str] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.asked.append(environ["PATH_INFO"])
        return self.django(environ, start_response)


@pytest.fixture(autouse=True)
def rows_stay() -> Iterator[None]:
    """A request opens and closes connections, and with them the transaction in which a test stands."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def front(db: None) -> FromMemory:
    """The portal with its memory, as a server has it, whose watch looks when it is told to."""
    layer = in_front_of(Counting())
    layer.watch.begin = lambda: None
    return layer


@pytest.fixture
def person(db: None) -> User:
    return User.objects.create_user("somebody", is_staff=True)


@pytest.fixture
def questions(site: None) -> Document:
    return Document.objects.get(slug="questions")


def revised(document: Document, old: str, new: str, by: User) -> Revision:
    text = document.head.text.replace(old, new)
    found = drafts.revise(document, text=text, based_on=document.head, author=by, origin=Origin.STAFF)
    document.refresh_from_db()
    return found


def django_says(path: str, **more: str) -> Got:
    return get(WSGIHandler(), path, **more)


def without_own(got: Got) -> dict[str, str]:
    return {name: value for name, value in got.headers.items() if name not in OWN}


@pytest.mark.parametrize("path", [*ADDRESSES, "/check/", "/score-sheet/", "/robots.txt", "/a-z/s/", PDF])
def test_a_page_from_memory_is_djangos_own_byte_for_byte_and_header_for_header(site, front, path):
    with time_machine.travel("2026-11-26T12:00:00Z", tick=False):
        own = django_says(path)
        for _time in range(2):
            kept = get(front, path)
            assert (kept.status, kept.body, without_own(kept)) == (200, own.body, without_own(own))
        packed = get(front, path, HTTP_ACCEPT_ENCODING="gzip, br")
    assert front.application.asked == [path]
    assert kept.headers["Vary"] == "Accept-Encoding"
    assert kept.headers["Cache-Control"] == "public, max-age=60"
    assert {"Content-Security-Policy", "X-Frame-Options", "Permissions-Policy", "Last-Modified"} <= set(kept.headers)
    opened = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[packed.headers.get("Content-Encoding")]
    assert opened(packed.body) == own.body


@pytest.mark.parametrize("wanted", ["gzip", "br", "gzip;q=0.5, br", "identity"])
def test_a_browser_that_has_the_page_is_told_so_without_django(site, front, wanted):
    tag = get(front, SPACER, HTTP_ACCEPT_ENCODING=wanted).headers["ETag"]
    front.application.asked.clear()
    assert get(front, SPACER, HTTP_ACCEPT_ENCODING=wanted, HTTP_IF_NONE_MATCH=tag).status == 304
    assert front.application.asked == []


PRIVATE = [
    *("/search/", "/search/suggestions/", "/visit-kit/", "/feedback/guides/questions/"),
    *("/admin/", "/admin/login/", "/style/", "/preview/nobody/", "/static/js/page.js", "/sitemap.xml"),
    *("/no/such/page/", "/guides/no-such-page/", "/a-z/%/", "/guides", "/home/", "/es/", "/pictures/x.jpg"),
]


@pytest.mark.parametrize("path", PRIVATE)
def test_forms_searches_the_desk_files_errors_and_redirects_are_never_kept(site, front, path):
    own = django_says(path)
    for _time in range(2):
        assert get(front, path).status == own.status
    assert front.application.asked == [path] * 2
    assert front.memory.taken == 0


@pytest.mark.parametrize("path", [SPACER, "/guides/questions/", "/"])
@pytest.mark.parametrize(
    "own",
    [
        {"HTTP_COOKIE": "sessionid=abc"},
        {"HTTP_COOKIE": f"csrftoken={TOKEN}"},
        {"HTTP_AUTHORIZATION": "Bearer abc"},
        {"HTTP_RANGE": "bytes=0-1"},
        {"QUERY_STRING": "compare=a,b"},
        {"method": "POST"},
        {"HTTP_HOST": "evil.example"},
    ],
    ids=repr,
)
def test_who_is_somebody_or_asks_for_more_gets_djangos_answer_and_leaves_nothing_behind(
    site, front, time_machine, path, own
):
    time_machine.move_to("2026-11-26T12:00:00Z", tick=False)
    expected = django_says(path, **own)
    get(front, path)
    taken = front.memory.taken
    got = get(front, path, **own)
    assert (got.status, got.body, without_own(got)) == (expected.status, expected.body, without_own(expected))
    assert front.memory.taken == taken
    assert get(front, path).body == django_says(path).body


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver@evil.example", "testserver:x"])
def test_a_host_that_is_not_ours_is_refused_and_poisons_nothing(site, front, host):
    assert get(front, "/robots.txt", HTTP_HOST=host).status == 400
    assert get(front, "/robots.txt", HTTP_X_FORWARDED_HOST=host).body.endswith(
        b"Sitemap: http://testserver/sitemap.xml\n"
    )
    assert get(front, "/robots.txt", HTTP_HOST=host).status == 400
    assert host.encode() not in get(front, "/robots.txt").body


def test_a_strange_port_is_in_nobody_elses_page(site, front):
    assert b"http://testserver:9/sitemap.xml" in get(front, "/robots.txt", HTTP_HOST="testserver:9").body
    assert b"http://testserver/sitemap.xml" in get(front, "/robots.txt").body


def test_https_and_http_are_told_apart(site, front, settings):
    settings.SECURE_HSTS_SECONDS = 100
    front.application.django = WSGIHandler()
    secure = get(front, "/", **{"wsgi.url_scheme": "https"})
    assert "Strict-Transport-Security" in secure.headers
    assert "Strict-Transport-Security" not in get(front, "/").headers


def test_each_language_has_its_own_page(site, front, settings):
    settings.LANGUAGES = [("en", "English"), ("es", "español")]
    for path, language in (("/", "en"), ("/es/", "es")) * 2:
        assert get(front, path, HTTP_ACCEPT_LANGUAGE="fr").headers["Content-Language"] == language
    assert front.application.asked == ["/", "/es/"]


def test_an_address_that_has_moved_sends_readers_on_and_is_not_kept(site, front):
    Moved.objects.create(language="en", kind="guide", slug="asking", to_kind="guide", to_slug="questions")
    for _time in range(2):
        got = get(front, "/guides/asking/")
        assert (got.status, got.headers["Location"]) == (301, "/guides/questions/")
    assert front.memory.taken == 0


def test_a_draft_and_its_preview_are_nowhere_in_memory(questions, front, person):
    draft = revised(questions, "What if I wait?", "zwitscherling", person)
    until = timezone.now() + timedelta(days=1)
    _link, token = sharing.share(revision=draft, html="<p>zwitscherling</p>", note="Ann", until=until, by=person)
    assert b"zwitscherling" in get(front, f"/preview/{token}/").body
    assert front.memory.taken == 0
    assert b"zwitscherling" not in get(front, "/guides/questions/").body


def test_a_publication_is_seen_after_one_look(questions, front, person):
    before = get(front, "/guides/questions/")
    published(questions, revision=revised(questions, "What if I wait?", "What if I do not?", person), by=person)
    assert get(front, "/guides/questions/") == before
    front.watch.look()
    after = get(front, "/guides/questions/", HTTP_IF_NONE_MATCH=before.headers["ETag"])
    assert (after.status, b"What if I do not?" in after.body, b"What if I wait?" in after.body) == (200, True, False)


def test_a_withdrawn_page_is_gone_after_one_look(questions, front, person):
    assert get(front, "/guides/questions/").status == 200
    withdraw(questions, by=person, note="It was wrong.")
    front.watch.look()
    assert [get(front, "/guides/questions/").status for _time in "12"] == [410, 410]


def test_a_scheduled_publication_is_seen_after_the_timed_run_and_one_look(questions, front, person, time_machine):
    at = timezone.now() + timedelta(hours=1)
    draft = revised(questions, "What if I wait?", "What if I do not?", person)
    schedule(questions, revision=draft, at=at, by=person)
    assert b"What if I wait?" in get(front, "/guides/questions/").body
    time_machine.move_to(at + timedelta(minutes=1), tick=False)
    tick()
    front.watch.look()
    assert b"What if I do not?" in get(front, "/guides/questions/").body


def test_a_review_that_falls_due_is_said_after_the_timed_run_and_one_look(site, front, time_machine):
    time_machine.move_to("2026-05-04T12:00:00Z", tick=False)
    row = Procedure.objects.select_related("edition").get()
    reviewed = {"reviewer_name": "Ann", "reviewer_role": "surgeon", "reviewed_on": date(2026, 3, 1)}
    due = {"review_due_on": date(2026, 5, 4), "fresh_until": timezone.now() + timedelta(hours=1)}
    Procedure.objects.update(reviewed_digest=row.reading_digest, **reviewed, **due)
    first = front.watch.look()
    assert b"next review due 4 May 2026." in get(front, SPACER).body
    time_machine.move_to("2026-05-04T13:01:00Z", tick=False)
    assert tick().turned == 1
    assert front.watch.look() is not first


def test_at_midnight_every_page_is_made_anew(site, front, time_machine, settings):
    settings.TIME_ZONE = "Europe/Oslo"
    time_machine.move_to("2026-05-04T21:59:59Z", tick=False)
    row = Procedure.objects.select_related("edition").get()
    reviewed = {"reviewer_name": "Ann", "reviewer_role": "surgeon", "reviewed_on": date(2026, 3, 1)}
    Procedure.objects.update(reviewed_digest=row.reading_digest, **reviewed, review_due_on=date(2026, 5, 4))
    assert b"next review due 4 May 2026." in get(front, SPACER).body
    time_machine.move_to("2026-05-04T22:00:00Z", tick=False)
    front.watch.look()
    assert b"the next review was due on 4 May 2026." in get(front, SPACER).body


def test_readers_read_on_without_a_database_for_a_quarter_of_an_hour(site, front, monkeypatch):
    now = [0.0]
    monkeypatch.setattr(watching.time, "monotonic", lambda: now[0])
    before = get(front, SPACER)

    def away() -> None:
        raise OperationalError

    front.watch._numbers = away
    now[0] = LONGEST_BLIND - 1.0
    assert front.watch.look() is None
    assert get(front, SPACER) == before
    assert len(front.application.asked) == 1
    now[0] = LONGEST_BLIND + 1.0
    get(front, SPACER)
    get(front, SPACER)
    assert len(front.application.asked) == 3


def test_a_fault_while_a_page_is_made_is_not_kept(site, front, monkeypatch):
    monkeypatch.setattr("portal.views.pages.nearby", lambda *_given: 1 / 0)
    assert [get(front, SPACER).status for _time in "12"] == [500, 500]
    assert front.memory.taken == 0
    monkeypatch.undo()
    assert get(front, SPACER).status == 200


def test_a_page_that_readers_are_asked_about_is_kept_and_its_form_is_not(site, front):
    """The form's page gives everybody a token of their own."""
    for _time in range(2):
        form = get(front, "/feedback/guides/questions/")
        assert "csrftoken=" in form.headers["Set-Cookie"]
    assert front.memory.taken == 0
    assert get(front, "/feedback/guides/questions/thanks/") == get(front, "/feedback/guides/questions/thanks/")
    assert front.application.asked[2:] == ["/feedback/guides/questions/thanks/"]


@pytest.mark.parametrize(
    "switched",
    [{"DEBUG": True}, {"PAGES_IN_MEMORY_MB": 0}, {"USE_X_FORWARDED_HOST": True}, {"USE_X_FORWARDED_PORT": True}],
    ids=str,
)
def test_switched_off_the_portal_is_whole_without_it(settings, switched):
    for name, value in switched.items():
        setattr(settings, name, value)
    application = WSGIHandler()
    assert in_front_of(application) is application


def test_the_memory_has_the_room_that_the_setting_names(settings):
    settings.PAGES_IN_MEMORY_MB = 3
    assert in_front_of(WSGIHandler()).memory.room == 3_000_000
