"""Links that lead outside: who is asked, how, what is never asked, and when a link counts as dead."""

import socket
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.desk.care import knocking, links
from portal.desk.care.knocking import Answer, Status, knock, knock_everywhere
from portal.desk.care.links import LinkCheck, addresses_outside, check_links, note
from portal.shelf.reference import Clinic, Source
from tests.desk.care.a_server import Site

FAILS, ANSWERS, CANNOT_TELL = Status.FAILS, Status.ANSWERS, Status.CANNOT_TELL


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
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


def test_addresses_come_from_sources_pages_and_the_clinic(loaded: object) -> None:
    shown_on = ["source:moojen-2013", "procedure:interspinous-spacer", "risk:another-operation"]
    assert addresses_outside() == {"https://doi.org/10.1136/bmj.f6415": shown_on}
    Source.objects.update(url="https://www.bmj.com/content/347/bmj.f6415?a=1&b=ü#part")
    row = Source.objects.get()
    place = {"language": "all", "kind": "clinic", "slug": "clinic", "title": "x", "edition": row.edition}
    Clinic.objects.create(**place, fields={"name": "x", "book": "https://clinic.example/book"})
    assert addresses_outside() == {
        "https://clinic.example/book": ["clinic:clinic"],
        "https://doi.org/10.1136/bmj.f6415": shown_on,
        "https://www.bmj.com/content/347/bmj.f6415?a=1&b=%C3%BC": ["source:moojen-2013"],
    }


def test_links_in_bodies_are_found_as_readers_can_press_them() -> None:
    html = '<a href="https://a.example/?x=1&amp;y=2">a</a><a href="/guides/">b</a><a href="mailto:a@b.example">c</a>'
    assert links.OUTWARD.findall(html) == ["https://a.example/?x=1&amp;y=2"]


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Callable[..., links.Checked]:
    """Check with made-up addresses and answers."""

    def checked(**answers: Answer) -> links.Checked:
        named = {f"https://{name}.example/": answer for name, answer in answers.items()}
        monkeypatch.setattr(links, "addresses_outside", lambda: {address: ["source:x"] for address in named})
        monkeypatch.setattr(links, "knock_everywhere", lambda *_some, **_more: named.items())
        return check_links(pause=0)

    return checked


def test_a_link_is_dead_after_failing_on_two_different_days(
    db: None, asked: Callable[..., links.Checked], time_machine: object
) -> None:
    time_machine.move_to("2026-11-02T10:00:00Z", tick=False)
    asked(a=Answer(FAILS, "404"), b=Answer(ANSWERS, "200"))
    time_machine.move_to("2026-11-02T20:00:00Z", tick=False)
    done = asked(a=Answer(FAILS, "404"), b=Answer(ANSWERS, "200"))
    assert (done.fails, done.answers, list(LinkCheck.objects.dead())) == (1, 1, [])
    time_machine.move_to("2026-11-09T10:00:00Z", tick=False)
    asked(a=Answer(FAILS, "404"), b=Answer(ANSWERS, "200"))
    [dead] = LinkCheck.objects.dead()
    assert (dead.address, dead.is_dead, dead.places) == ("https://a.example/", True, ["source:x"])
    assert dead.failed_since.isoformat() == "2026-11-02T10:00:00+00:00"


def test_an_answer_ends_a_failure_and_being_turned_away_does_not() -> None:
    now, row = timezone.now(), LinkCheck(address="https://a.example/")
    row.save = lambda: None  # type: ignore[method-assign]
    note(row, Answer(FAILS, "404"), now, [])
    note(row, Answer(CANNOT_TELL, "403"), now + timedelta(days=1), [])
    assert (row.failed_since, row.is_dead) == (now, False)
    note(row, Answer(FAILS, "404"), now + timedelta(days=2), [])
    assert (row.failed_since, row.is_dead) == (now, True)
    note(row, Answer(ANSWERS, "200"), now + timedelta(days=3), [])
    assert (row.failed_since, row.is_dead) == (None, False)


def test_an_address_that_nobody_names_any_more_is_forgotten(db: None, asked: Callable[..., links.Checked]) -> None:
    asked(a=Answer(FAILS, "404"), b=Answer(ANSWERS, "200"))
    asked(b=Answer(ANSWERS, "200"))
    assert list(LinkCheck.objects.values_list("address", flat=True)) == ["https://b.example/"]


def test_where_nobody_at_all_is_reached_the_fault_is_ours_and_nothing_is_noted(
    db: None, asked: Callable[..., links.Checked]
) -> None:
    assert asked(a=Answer(FAILS, "no such host", is_nobody=True)).is_cut_off
    assert not LinkCheck.objects.exists()


def test_a_failing_link_without_a_day_is_refused(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        LinkCheck.objects.create(address="https://a.example/", status=FAILS, checked_at=timezone.now())


def test_the_command_lists_asks_and_fails_for_dead_ones(
    loaded: object, monkeypatch: pytest.MonkeyPatch, time_machine: object
) -> None:
    said, complained = StringIO(), StringIO()
    call_command("check_links", check=True, stdout=said)
    assert said.getvalue() == "https://doi.org/10.1136/bmj.f6415\n"
    answers = [("https://doi.org/10.1136/bmj.f6415", Answer(FAILS, "404"))]
    monkeypatch.setattr(links, "knock_everywhere", lambda *_some, **_more: answers)
    time_machine.move_to("2026-11-02T10:00:00Z", tick=False)
    call_command("check_links", stdout=said)
    assert said.getvalue().endswith("0 answer, 1 fail, 0 did not let us tell\n")
    time_machine.move_to("2026-11-09T10:00:00Z", tick=False)
    with pytest.raises(SystemExit):
        call_command("check_links", stdout=said, stderr=complained)
    assert complained.getvalue() == (
        "dead since 2026-11-02: https://doi.org/10.1136/bmj.f6415 "
        "(source:moojen-2013, procedure:interspinous-spacer, risk:another-operation)\n"
    )
    cut_off = [("https://doi.org/10.1136/bmj.f6415", Answer(FAILS, "no such host", is_nobody=True))]
    monkeypatch.setattr(links, "knock_everywhere", lambda *_some, **_more: cut_off)
    with pytest.raises(CommandError, match="the fault is here"):
        call_command("check_links")
