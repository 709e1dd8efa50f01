"""Asking addresses outside: who is asked, how, and what is never asked."""

import socket
import threading
from collections import Counter
from collections.abc import Iterator

import pytest

from portal.desk.care import knocking
from portal.desk.care.knocking import Answer, Status, knock, knock_everywhere
from tests.desk.care.a_server import Site

FAILS, ANSWERS, CANNOT_TELL = Status.FAILS, Status.ANSWERS, Status.CANNOT_TELL


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        # Looks often whether it should stop, so that each test ends at once.
        thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize(
    ("path", "answer"),
    [
        ("/200", Answer(ANSWERS, "200")),
        ("/head-405", Answer(ANSWERS, "200")),
        ("/head-hangs-up", Answer(ANSWERS, "200")),
        ("/404", Answer(FAILS, "404")),
        ("/410", Answer(FAILS, "410")),
        ("/500", Answer(FAILS, "500")),
        ("/403", Answer(CANNOT_TELL, "403")),
        ("/429", Answer(CANNOT_TELL, "429")),
        ("/to?/200", Answer(ANSWERS, "200")),
        ("/to?/404", Answer(FAILS, "404")),
        ("/round", Answer(FAILS, "leads in a circle")),
        ("/to?ftp://127.0.0.1/x", Answer(FAILS, "leads to another sort of address: ftp")),
        ("/to?file:///etc/passwd", Answer(FAILS, "leads to another sort of address: file")),
        ("/to?http://[broken/", Answer(FAILS, "leads to no address")),
        ("/to?javascript:alert(1)", Answer(FAILS, "leads to another sort of address: javascript")),
    ],
)
def test_an_address_is_judged_by_its_answer(site: Site, path: str, answer: Answer) -> None:
    assert knock(site.root + path, is_private_allowed=True) == answer


def test_we_say_who_asks_and_ask_for_the_body_only_where_the_head_does_not_do(site: Site) -> None:
    knock(site.root + "/200", is_private_allowed=True)
    knock(site.root + "/404", is_private_allowed=True)
    assert site.asked == [("HEAD", "/200"), ("HEAD", "/404"), ("GET", "/404")]
    assert site.agents == {knocking.USER_AGENT}
    assert site.hosts == {site.root.removeprefix("http://")}
    assert "spine-portal" in knocking.USER_AGENT


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:1/",
        "http://localhost/",
        "http://0.0.0.0/",
        "http://10.0.0.1/",
        "http://192.168.1.1/router",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[fe80::1]/",
        "http://[fd00::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[2002:7f00:1::]/",
        "http://[64:ff9b::7f00:1]/",
        "http://[64:ff9b:1::7f00:1]/",
        "http://2130706433/",
        "http://user@127.0.0.1/",
    ],
)
def test_nothing_in_our_own_network_is_asked(address: str) -> None:
    assert knock(address) == Answer(FAILS, "leads into a private network")


def test_a_redirect_into_our_own_network_is_not_followed(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    first = iter([True])
    monkeypatch.setattr(knocking, "_is_public", lambda place: next(first, False))
    assert knock(f"{site.root}/to?{site.root}/200") == Answer(FAILS, "leads into a private network")
    assert site.asked == [("HEAD", f"/to?{site.root}/200")]


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_the_usual_port_is_not_named_to_the_host(monkeypatch: pytest.MonkeyPatch, scheme: str) -> None:
    ours, theirs = socket.socketpair()
    monkeypatch.setattr(knocking.socket, "create_connection", lambda place, timeout: ours)
    monkeypatch.setattr(knocking, "_wrapped", lambda reached, host: reached)
    monkeypatch.setattr(knocking.socket, "getaddrinfo", lambda *args, **more: [(0, 0, 0, "", ("127.0.0.1", 0))])
    theirs.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
    with theirs:
        assert knock(f"{scheme}://clinic.example/", is_private_allowed=True) == Answer(ANSWERS, "200")
        assert b"\r\nHost: clinic.example\r\n" in theirs.recv(1000)


def test_a_server_that_never_ends_its_handshake_is_hung_up_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(knocking, "LONGEST_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        port = silent.getsockname()[1]
        answer = knock(f"https://127.0.0.1:{port}/", is_private_allowed=True)
    assert (answer.status, answer.is_nobody) == (FAILS, True)


@pytest.mark.parametrize("address", ["ftp://example.org/x", "http://[broken/", "http://127.0.0.1:99999/"])
def test_what_is_no_address_is_said_to_fail(address: str) -> None:
    assert knock(address).status is FAILS


def test_a_host_that_is_not_there_is_asked_for_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[object] = []

    def nobody(place: object, timeout: float) -> None:
        tried.append(place)
        raise ConnectionRefusedError

    monkeypatch.setattr(knocking.socket, "create_connection", nobody)
    answer = knock("http://127.0.0.1:9/", is_private_allowed=True)
    assert (answer, len(tried)) == (Answer(FAILS, "no connection", is_nobody=True), 1)


def test_a_host_that_is_not_there_is_told_from_a_page_that_is_not(site: Site) -> None:
    nobody = f"http://127.0.0.1:{site.server_port}"
    site.shutdown()
    site.server_close()
    assert knock(f"{nobody}/200", is_private_allowed=True) == Answer(FAILS, "no connection", is_nobody=True)


def test_addresses_of_one_host_are_asked_one_after_another_with_a_pause(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(knocking.time, "sleep", slept.append)
    wanted = [f"{site.root}/200?{number}" for number in range(3)]
    assert [address for address, _answer in knock_everywhere(wanted, pause=7, is_private_allowed=True)] == wanted
    assert slept == [0, 7, 7]


def test_at_most_four_hosts_are_asked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    inside, most, lock = Counter[str](), [0], threading.Lock()
    gate = threading.Event()

    def slow(address: str, **_more: object) -> Answer:
        with lock:
            inside["now"] += 1
            most[0] = max(most[0], inside["now"])
        gate.wait(0.05)
        with lock:
            inside["now"] -= 1
        return Answer(ANSWERS)

    monkeypatch.setattr(knocking, "knock", slow)
    hosts = [f"http://host{number}.example/" for number in range(12)]
    assert len(list(knock_everywhere(hosts, pause=0))) == 12
    assert most == [4]
