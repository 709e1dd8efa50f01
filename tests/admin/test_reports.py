"""Reports: what stands in them, and who may see them."""

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.admin.addresses import screen
from portal.admin.reports import changes
from portal.admin.reports.balance import verdict
from portal.admin.reports.register import REPORTS
from portal.admin.reports.tables import Asked, Cell
from portal.admin.reports.trend import line
from portal.desk import publishing, reviewing
from portal.desk.care.health import Health
from portal.desk.care.links import LinkCheck
from portal.desk.care.stewardship import hand_over
from portal.desk.documents import Document, Origin
from portal.desk.drafts import begin
from portal.desk.people import User
from portal.search.unanswered import Unanswered
from portal.shelf.treatments import Procedure
from portal.text.references import Ref
from tests.admin.conftest import document
from tests.admin.forms import parsed, words_of
from tests.admin.report_tables import place, rows
from tests.desk.four_eyes import approved
from tests.desk.test_publishing import revised
from tests.library import DOCUMENTS

SPACER, GUIDE = ("procedure", "interspinous-spacer"), ("guide", "questions")
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("slug", REPORTS)
def test_every_report_has_a_caption_heads_of_columns_and_of_rows_or_says_that_it_is_empty(
    loaded, reader, everything, slug
):
    approved(revised(document(*SPACER), "is small", "is tiny", User.objects.create_user("w")))
    Health.objects.create(on=date(2026, 1, 1), language="en", pages=1)
    answer = reader.get(place(slug))
    tables_here = list(parsed(answer).iter("table"))
    if not tables_here:
        assert [note for note in parsed(answer).iter("p") if note.get("class") == "note"]
        return
    [table] = tables_here
    assert str(REPORTS[slug].name) in "".join(table.find("caption").itertext())
    assert {head.get("scope") for head in table.find("thead").iter("th")} == {"col"}
    names = [str(name) for name in REPORTS[slug].columns]
    for row in table.find("tbody"):
        assert (row[0].tag, row[0].get("scope")) == ("th", "row")
        assert [cell.get("data-column") for cell in row] == names


def test_the_list_names_every_report_and_what_it_is_good_for(loaded, reader):
    said = words_of(reader.get(reverse("admin:reports")))
    for report in REPORTS.values():
        assert f"{report.name} {report.about}" in said


def test_nobody_without_the_permission_sees_a_report_or_its_file(loaded, staff, client):
    nobody = staff("nobody")
    for slug in REPORTS:
        for address in (place(slug), reverse("admin:report_csv", args=(slug,)), reverse("admin:reports")):
            assert nobody.get(address).status_code == 403
            assert client.get(address).status_code == 302


def test_a_report_that_is_not_there_is_not_found(reader):
    assert reader.get(place("nothing")).status_code == 404
    assert reader.get(reverse("admin:report_csv", args=("nothing",))).status_code == 404


def test_what_waits_says_for_whom_and_who_may_do_it(loaded, reader, author, staff):
    staff("approver", "view", "approve")
    reviewing.submit(revised(document(*SPACER), "is small", "is tiny", author), by=author)
    [row] = rows(reader, "waiting")
    assert row[:3] == [
        "A spacer between the bones",
        "treatment",
        "draft, readers see an older text; submitted for approval",
    ]
    assert row[4:] == ["Dr Example", "an approval by somebody else than its writer", "approver"]
    assert rows(reader, "waiting", "?state=approved") == []
    assert len(rows(reader, "waiting", "?state=submitted")) == 1
    assert len(rows(reader, "waiting", "?state='; --")) == 1
    assert "Nothing waits for anybody here." in words_of(reader.get(place("waiting", "?state=clash")))


def test_what_is_scheduled_says_whether_it_will_go_live(loaded, reader, author, time_machine):
    at = timezone.now() + timedelta(days=1)
    for kind, slug in (SPACER, GUIDE):
        found = document(kind, slug)
        draft = revised(found, found.head.text.split("title: ")[1].split("\n")[0], "Other", author)
        publishing.schedule(found, revision=approved(draft), at=at, by=author)
    reviewing.send_back(document(*GUIDE).head, by=author, comment="Not yet.")
    said = {row[0]: row[5] for row in rows(reader, "scheduled")}
    assert said == {
        "A spacer between the bones": "approved, goes live by itself",
        "Questions to ask": "will not go live: it is not approved, or was sent back",
    }
    time_machine.move_to(at + timedelta(minutes=10))
    reader.force_login(User.objects.get(username="reader"))
    assert "was refused at its time" in words_of(reader.get(place("scheduled")))


@pytest.mark.parametrize(
    ("gains", "harms", "tone", "words"),
    [
        (0, 0, "amber", "no figures"),
        (3, 0, "red", "only gains"),
        (0, 3, "amber", "only harms"),
        (5, 2, "red", "twice as many gains"),
        (2, 5, "amber", "twice as many harms"),
        (4, 2, "green", "in balance"),
        (2, 4, "green", "in balance"),
    ],
)
def test_balance_is_judged_by_both_numbers(gains, harms, tone, words):
    assert (verdict(gains, harms).tone, words in verdict(gains, harms).words) == (tone, True)


def test_treatments_out_of_balance_come_first(loaded, reader):
    Procedure.objects.update(gains=2, harms=2)
    assert rows(reader, "balance") == [["A spacer between the bones", "en", "2", "2", "in balance"]]


def test_dead_links_name_the_text_that_sends_readers_there(loaded, reader):
    assert "No link has been checked yet" in words_of(reader.get(place("links")))
    now = timezone.now()
    facts = {"status": "fails", "reason": "404", "checked_at": now, "places": ["source:moojen-2013"]}
    LinkCheck.objects.create(address="https://a.example/", failed_since=now - timedelta(days=7), **facts)
    LinkCheck.objects.create(address="https://b.example/", failed_since=now, **facts)
    found = [(row[0], row[1], row[5]) for row in rows(reader, "links")]
    assert found == [
        ("https://a.example/", "dead: failed on two days or more", "source:moojen-2013"),
        ("https://b.example/", "failed once: it is asked again next time", "source:moojen-2013"),
    ]
    assert screen(document("source", "moojen-2013"), "change") in reader.get(place("links")).content.decode()
    assert "None. The links were checked last on" in words_of(reader.get(place("links", "?state=answers")))


def test_what_was_asked_and_not_found_shows_words_of_five_days_and_no_others(loaded, reader):
    assert "Words stand here once they have found nothing on five different days." in words_of(
        reader.get(place("unanswered"))
    )
    for words, days in (("yoga", 5), ("=heat()", 7), ("", 4)):
        Unanswered.objects.create(language="en", digest=words, days=days, asked_on=date(2026, 3, days), words=words)
    assert rows(reader, "unanswered") == [
        ["=heat()", "en", "7", "7 Mar 2026"],
        ["yoga", "en", "5", "5 Mar 2026"],
    ]
    said = words_of(reader.get(place("unanswered")))
    assert "Words are shown only after they were asked on five different days" in said
    assert "nobody’s question can be traced" in said


def test_the_trend_is_a_table_and_a_line_that_says_the_same(loaded, reader):
    Health.objects.create(on=date(2026, 1, 1), language="en", pages=4, mean_grade=7.5, awaiting=4)
    assert "<polyline" not in reader.get(place("trend")).content.decode()
    Health.objects.create(on=date(2026, 1, 2), language="en", pages=4, mean_grade=6.5, reviewed=1, awaiting=3)
    html = reader.get(place("trend")).content.decode()
    assert "Mean school grade: 7.5 on the first day shown, 6.5 on the last; lowest 6.5, highest 7.5." in html
    assert 'points="8.0,8.0 592.0,112.0"' in html
    assert [row[0] for row in rows(reader, "trend")] == ["2 Jan 2026", "1 Jan 2026"]


def test_a_line_of_equal_values_is_level():
    assert line("x", [5, 5, 5]).points == "8.0,60.0 300.0,60.0 592.0,60.0"
    assert line("x", [0, 10]).last == (592.0, 8.0)


def test_cells_are_read_in_the_clinics_time_zone(settings):
    settings.TIME_ZONE = "Europe/Oslo"
    moment = timezone.datetime(2026, 7, 1, 22, 30, tzinfo=timezone.get_fixed_timezone(0))
    assert (Cell(moment).words, Cell(moment).plain) == ("2 Jul 2026, 00:30", "2026-07-02 00:30")
    assert (Cell(None).words, Cell(None).plain, Cell(3).is_number) == ("", "", True)


def test_the_feed_is_narrowed_by_person_and_by_day(loaded, reader, author, time_machine):
    time_machine.move_to("2999-03-01T12:00:00Z")
    reader.force_login(User.objects.get(username="reader"))
    draft = revised(document(*SPACER), "is small", "is tiny", author)
    reviewing.submit(draft, by=author, comment="Please read")
    [submitted, saved] = rows(reader, "changes", f"?person={author.pk}")
    assert submitted[1:] == [
        *("Dr Example", "handed in", "A spacer between the bones", "treatment", str(draft.pk), "Please read"),
    ]
    assert (saved[2], saved[5]) == ("text saved", str(draft.pk))
    assert len(rows(reader, "changes", "?first=2999-03-01")) == 2
    assert len(rows(reader, "changes", "?last=2999-02-28")) == 14
    assert len(rows(reader, "changes", "?person=files")) == 14
    for odd in ("?person=x", "?first=31.2.2027", "?page=999", "?page=x"):
        assert len(rows(reader, "changes", odd)) == 16
    assert rows(reader, "changes", "?first=2999-03-02") == []


def test_the_feed_is_cut_into_pages_in_the_database(loaded, author):
    table = changes.table(Asked(author))
    with CaptureQueriesContext(connection) as counted:
        table[10:12]
    assert counted[0]["sql"].endswith("LIMIT 2 OFFSET 10")


def fill(author, start):
    for number in range(start, start + 2):
        text = DOCUMENTS["en/guides/questions.md"].replace("Questions to ask", f"Guide {number}")
        made = begin(ref=Ref("guide", f"guide-{number}"), language="en", text=text, author=author, origin=Origin.STAFF)
        at = timezone.now() + timedelta(days=1)
        publishing.schedule(made, revision=approved(made.head), at=at, by=author)
        Unanswered.objects.create(language="en", digest=number, days=5, asked_on=at.date(), words=f"word {number}")
        LinkCheck.objects.create(
            address=f"https://{number}.example/",
            status="fails",
            failed_since=at,
            checked_at=at,
            places=[f"guide:guide-{number}"],
        )


@pytest.mark.parametrize("slug", REPORTS)
def test_a_report_costs_the_same_with_few_rows_and_with_more(loaded, reader, author, slug):
    query = "?state=every" if slug in ("reviews", "waiting") else ""
    fill(author, 0)

    def cost():
        with CaptureQueriesContext(connection) as counted:
            reader.get(place(slug, query))
        return len(counted)

    cost()
    once = cost()
    fill(author, 10)
    assert (cost(), once <= 20) == (once, True)
    assert Document.objects.count() == 11


def test_the_feed_tells_schedules_and_changes_of_owner(loaded, reader, author):
    found, second = document(*SPACER), User.objects.create_user("second", is_staff=True)
    draft = approved(revised(found, "is small", "is tiny", author))
    at = datetime(2036, 12, 3, 9, tzinfo=timezone.get_default_timezone())
    publishing.schedule(found, revision=draft, at=at, by=author)
    publishing.unschedule(found, by=second)
    hand_over(found, owner=author, deputy=second, by=second)
    hand_over(found, owner=None, deputy=None, by=second)
    feed = [(row[1], row[2], row[5], row[6]) for row in rows(reader, "changes")[:4]]
    assert feed == [
        ("second", "owner or deputy changed", "", "nobody"),
        ("second", "owner or deputy changed", "", "Dr Example, second"),
        ("second", "schedule cancelled", str(draft.pk), ""),
        ("Dr Example", "set to go live at a time", str(draft.pk), "for 3 Dec 2036, 09:00"),
    ]
