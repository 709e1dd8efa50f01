"""Real pages from memory: the same as Django's own, nothing private among them, and new as soon as somebody looked."""

import gzip

import brotli
import pytest
import time_machine
from django.core.handlers.wsgi import WSGIHandler

from portal.serving import in_front_of
from portal.shelf.moved import Moved
from tests.ready.asking import Got, get
from tests.views.test_frame import ADDRESSES
from tests.views.test_pages import SPACER

PDF = SPACER.removesuffix("/") + ".pdf"
# Made anew for what is kept. Django tells of codings only where a page is long enough for one.
OWN = {"ETag", "Content-Encoding", "Content-Length", "Vary"}
TOKEN = "abcdefghijklmnopqrstuvwxyz012345"


def django_says(path: str, **more: str) -> Got:
    return get(WSGIHandler(), path, **more)


def without_own(got: Got) -> dict[str, str]:
    return {name: value for name, value in got.headers.items() if name not in OWN}


@pytest.mark.parametrize(
    "path", [*ADDRESSES, "/check/", "/score-sheet/", "/robots.txt", "/sitemap.xml", "/a-z/s/", PDF]
)
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
    *("/admin/", "/admin/login/", "/style/", "/preview/nobody/", "/static/js/page.js"),
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
