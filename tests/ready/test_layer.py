"""The layer in front: who is answered from memory, what Django is asked, and that no old page is kept as a new one."""

import pytest

from tests.ready.asking import PAGE, PUBLIC, Got, Site, front, get, key


def test_the_second_reader_is_answered_from_memory_with_the_same(layer):
    first, second = get(layer), get(layer)
    assert first == second == Got(200, first.headers, PAGE)
    assert len(layer.application.asked) == 1


def test_head_is_answered_from_what_was_kept_for_get(layer):
    assert get(layer, method="HEAD").body == b""
    assert get(layer).body == PAGE
    assert len(layer.application.asked) == 1


@pytest.mark.parametrize(
    "own",
    [
        {"HTTP_COOKIE": "sessionid=1"},
        {"HTTP_COOKIE": ""},
        {"HTTP_AUTHORIZATION": "Basic eDp5"},
        {"HTTP_RANGE": "bytes=0-9"},
        {"HTTP_IF_RANGE": '"x"'},
        {"HTTP_IF_MATCH": '"x"'},
        {"HTTP_IF_UNMODIFIED_SINCE": "Sun, 01 Mar 2026 12:00:00 GMT"},
        {"HTTP_TRANSFER_ENCODING": "chunked"},
        {"CONTENT_LENGTH": "3"},
        {"QUERY_STRING": "q=leg+pain"},
        {"QUERY_STRING": "utm_source=x"},
        {"method": "POST"},
        {"method": "PUT"},
        {"method": "DELETE"},
        {"method": "OPTIONS"},
        {"method": "PATCH"},
        {"method": "get"},
        {"HTTP_HOST": "evil.example"},
        {"HTTP_HOST": "testserver@evil.example"},
        {"HTTP_HOST": "testserver:80:80"},
        {"HTTP_HOST": "testserver/evil"},
        {"HTTP_HOST": ""},
        {"HTTP_HOST": "testserver:" + "9" * 1_000},
        {"path": "/search/"},
        {"path": "/visit-kit/"},
        {"path": "/admin/"},
        {"path": "/style/"},
        {"path": "/preview/abc/"},
        {"path": "/feedback/guides/questions/"},
        {"path": "/static/js/page.js"},
        {"path": "/pictures/0123456789abcdef.jpg"},
        {"path": "http://evil.example/"},
        {"path": "//evil.example/"},
        {"path": ""},
        {"path": "/a-z/" + "x" * 1_000 + "/"},
        {"path": "/guides/\xff\xfe/"},
    ],
    ids=repr,
)
def test_whoever_sends_more_than_an_address_is_answered_by_django_with_all_that_was_sent(layer, own):
    get(layer, **own)
    get(layer, **own)
    asked = layer.application.asked
    assert len(asked) == 2
    sent = {"PATH_INFO": own.get("path", "/"), "REQUEST_METHOD": own.get("method", "GET"), "REMOTE_ADDR": "203.0.113.9"}
    sent |= {name: value for name, value in own.items() if name.isupper()}
    assert {name: asked[1][name] for name in sent} == sent
    assert layer.memory.taken == 0


def test_nothing_that_a_reader_brings_along_reaches_what_is_kept_for_all(layer):
    brought = {
        "HTTP_USER_AGENT": "x",
        "HTTP_ACCEPT_LANGUAGE": "es",
        "HTTP_ACCEPT_ENCODING": "br",
        "HTTP_IF_NONE_MATCH": "*",
        "HTTP_X_FORWARDED_FOR": "198.51.100.7",
        "HTTP_X_FORWARDED_HOST": "evil.example",
        "HTTP_X_FORWARDED_PROTO": "https",
        "HTTP_X_ORIGINAL_URL": "/admin/",
        "HTTP_X_HTTP_METHOD_OVERRIDE": "POST",
        "HTTP_REFERER": "https://evil.example/",
        "SCRIPT_URL": "/evil/",
        "CONTENT_TYPE": "text/plain",
    }
    assert get(layer, **brought).status == 304
    [asked] = layer.application.asked
    assert {name for name in asked if not name.startswith("wsgi.")} == {
        *("PATH_INFO", "SCRIPT_NAME", "SERVER_NAME", "SERVER_PORT"),
        *("REQUEST_METHOD", "QUERY_STRING", "HTTP_HOST"),
    }
    assert (asked["REQUEST_METHOD"], asked["wsgi.input"].read()) == ("GET", b"")


@pytest.mark.parametrize(
    "other",
    [
        {"HTTP_HOST": "testserver:8000"},
        {"path": "/guides/"},
        {"wsgi.url_scheme": "https"},
        {"SCRIPT_NAME": "/portal"},
    ],
    ids=repr,
)
def test_another_host_path_scheme_or_place_is_another_page(layer, other):
    get(layer)
    get(layer, **other)
    assert len(layer.application.asked) == 2


def test_a_host_is_the_same_however_it_is_written(layer):
    get(layer, HTTP_HOST="TestServer")
    get(layer)
    assert [asked["HTTP_HOST"] for asked in layer.application.asked] == ["testserver"]


@pytest.mark.parametrize(("told", "is_secure"), [("https", True), ("https, http", True), ("http", False), ("", False)])
def test_a_trusted_proxy_says_whether_the_reader_came_by_https(settings, layer, told, is_secure):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    get(layer, HTTP_X_FORWARDED_PROTO="https" if is_secure else "http")
    get(layer, HTTP_X_FORWARDED_PROTO=told)
    assert len(layer.application.asked) == 1
    assert layer.application.asked[0]["HTTP_X_FORWARDED_PROTO"] == ("https" if is_secure else "http")


def test_where_no_proxy_is_trusted_the_header_means_nothing(layer):
    get(layer)
    get(layer, HTTP_X_FORWARDED_PROTO="https")
    assert len(layer.application.asked) == 1


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("404 Not Found", {}),
        ("410 Gone", {}),
        ("301 Moved Permanently", {"Location": "/guides/"}),
        ("304 Not Modified", {}),
        ("206 Partial Content", {}),
        ("400 Bad Request", {}),
        ("403 Forbidden", {}),
        ("500 Internal Server Error", {}),
        ("503 Service Unavailable", {}),
        ("200 OK", {"Set-Cookie": "csrftoken=1"}),
        ("200 OK", {"Cache-Control": "private"}),
        ("200 OK", {"Cache-Control": "public, no-store"}),
        ("200 OK", {"Cache-Control": "max-age=60"}),
        ("200 OK", {"Cache-Control": ""}),
        ("200 OK", {"Vary": "Cookie"}),
        ("200 OK", {"Vary": "Accept-Encoding, Cookie"}),
        ("200 OK", {"Vary": "*"}),
        ("200 OK", {"Content-Encoding": "gzip"}),
        ("200 OK", {"Content-Range": "bytes 0-1/9"}),
    ],
)
def test_what_is_no_whole_page_for_everybody_is_passed_on_as_it_is_and_never_kept(status, said):
    headers = dict(PUBLIC) | said
    layer = front(Site(headers=headers.items(), status=status))
    for _time in range(2):
        assert get(layer) == Got(int(status[:3]), headers, PAGE)
    assert len(layer.application.asked) == 2
    assert layer.memory.taken == 0


def test_an_answer_that_is_still_being_made_is_passed_on_piece_by_piece():
    class Streaming(list):
        streaming = True

    class Slow(Site):
        def __call__(self, asked, start_response):
            return Streaming(super().__call__(asked, start_response))

    layer = front(Slow())
    assert get(layer).body == PAGE
    assert layer.memory.taken == 0


def test_a_fault_is_the_servers_to_see_and_the_next_reader_asks_anew(layer):
    layer.application.meanwhile = lambda: 1 / 0
    with pytest.raises(ZeroDivisionError):
        get(layer)
    layer.application.meanwhile = lambda: None
    assert get(layer).body == PAGE


def test_django_is_told_when_its_answer_was_read(layer):
    closed = []

    class Closing(list):
        def close(self):
            closed.append(True)

    class Closed(Site):
        def __call__(self, asked, start_response):
            return Closing(super().__call__(asked, start_response))

    get(front(Closed()))
    assert closed == [True]


def test_what_is_too_large_to_keep_is_sent_like_the_rest():
    layer = front(Site())
    layer.memory.room = 20
    assert [get(layer, HTTP_ACCEPT_ENCODING="gzip").headers["Content-Encoding"] for _time in "12"] == ["gzip"] * 2
    assert len(layer.application.asked) == 2


def test_the_first_page_starts_the_watch_and_a_form_does_not(layer):
    begun = []
    layer.watch.begin = lambda: begun.append(True)
    get(layer, "/visit-kit/")
    assert begun == []
    get(layer)
    assert begun == [True]


def test_only_what_is_read_again_counts_as_read_when_room_is_needed(layer):
    get(layer)
    kept = layer.memory.get(key())
    assert not kept.was_asked_for
    get(layer)
    assert kept.was_asked_for
