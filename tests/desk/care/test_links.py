"""Links that lead outside: which there are, and when one counts as dead."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.desk.care import links
from portal.desk.care.knocking import Answer, Status
from portal.desk.care.links import LinkCheck, addresses_outside, check_links, note
from portal.shelf.reference import Clinic, Source

FAILS, ANSWERS, CANNOT_TELL = Status.FAILS, Status.ANSWERS, Status.CANNOT_TELL


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
