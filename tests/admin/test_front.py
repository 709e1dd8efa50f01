"""The front page: what each person is told to do next, in which order, and at what cost."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.admin.addresses import screen
from portal.desk import drafts, publishing, reviewing
from portal.desk.documents import Document, Origin
from portal.desk.people import User
from portal.desk.ticking import tick
from portal.desk.withdrawing import withdraw
from portal.shelf.pages import Page
from portal.text.references import Ref
from tests.admin.conftest import document
from tests.admin.forms import parsed, words_of
from tests.desk.four_eyes import approved
from tests.desk.test_publishing import revised
from tests.library import DOCUMENTS

FRONT = "admin:index"
SPACER, GUIDE, RISK = ("procedure", "interspinous-spacer"), ("guide", "questions"), ("risk", "another-operation")
pytestmark = pytest.mark.django_db


@pytest.fixture
def other(loaded):
    """Somebody else, who may do everything; the timed run has just come."""
    tick()
    return User.objects.create_superuser("other-hand", first_name="Dr", last_name="Example")


def front(client):
    answer = client.get(reverse(FRONT))
    assert answer.status_code == 200
    return answer


def heaps(client):
    """Each heap as its heading with the number, and its links."""
    found = {}
    for section in parsed(front(client)).iter("section"):
        if (section.get("class") or "").startswith("task"):
            heading = " ".join("".join(section.find("h2").itertext()).split())
            found[heading] = [link.get("href") for link in section.iter("a")]
    return found


def me(client):
    return User.objects.get(pk=client.session["_auth_user_id"])


def signed(slug, *, due_in, digest=None):
    """Make a page state a review that is due in some days."""
    page = Page.objects.select_related("edition").get(slug=slug)
    today = timezone.localdate()
    Page.objects.filter(pk=page.pk).update(
        reviewed_on=today - timedelta(days=400),
        review_due_on=today + timedelta(days=due_in),
        reviewed_digest=digest or page.reading_digest,
        reviewer_name="Dr Example",
    )


def test_a_writer_is_told_of_own_drafts_and_of_what_was_sent_back(loaded, other, writer, publisher):
    spacer, guide = document(*SPACER), document(*GUIDE)
    sent = revised(spacer, "is small", "is tiny", me(writer))
    reviewing.submit(sent, by=me(writer))
    reviewing.send_back(sent, by=other, comment="Say how small.")
    revised(guide, "What if I wait", "And if I wait", me(writer))
    assert heaps(writer) == {
        "Sent back to you 1": [screen(spacer, "publishing")],
        "Your drafts 1": [screen(guide, "change")],
    }
    said = words_of(front(writer))
    assert "2 things wait for you, the most urgent first." in said
    assert "A spacer between the bones treatment Read the comment and change the text since" in said
    assert ", by Dr Example" in said
    assert heaps(publisher) == {}


def test_what_nobody_can_go_on_with_waits_for_every_writer(loaded, other, writer):
    left = User.objects.create_user("has-left", is_staff=True)
    revised(document(*GUIDE), "What if I wait", "And if I wait", left)
    assert heaps(writer) == {}
    User.objects.filter(pk=left.pk).update(is_active=False)
    assert heaps(writer) == {"Your drafts 1": [screen(document(*GUIDE), "change")]}


def test_whoever_approves_is_told_of_texts_of_others_only(loaded, other, staff):
    approver = staff("approver", "view", "change", "approve")
    own, others = document(*GUIDE), document(*SPACER)
    reviewing.submit(revised(own, "What if I wait", "And if I wait", me(approver)), by=me(approver))
    reviewing.submit(revised(others, "is small", "is tiny", other), by=other)
    assert heaps(approver) == {"Handed in by others 1": [screen(others, "publishing")]}


def test_whoever_publishes_is_told_of_what_is_approved_and_scheduled(loaded, other, publisher, time_machine):
    ready, timed, stuck = document(*GUIDE), document(*SPACER), document(*RISK)
    approved(revised(ready, "What if I wait", "And if I wait", other))
    at = timezone.now() + timedelta(days=2)
    publishing.schedule(timed, revision=approved(revised(timed, "is small", "is tiny", other)), at=at, by=other)
    publishing.schedule(stuck, revision=approved(revised(stuck, "How often", "How many", other)), at=at, by=other)
    reviewing.send_back(document(*RISK).head, by=other, comment="Not yet.")
    assert heaps(publisher) == {
        "Scheduled, but will not go live 1": [screen(stuck, "publishing")],
        "Approved, ready to publish 1": [screen(ready, "publishing")],
        "Scheduled 1": [screen(timed, "publishing")],
    }
    assert f"goes live on {timezone.localtime(at):%-d %b %Y, %H:%M}, scheduled by Dr Example" in words_of(
        front(publisher)
    )
    user = me(publisher)
    time_machine.move_to(at + timedelta(hours=1))
    publisher.force_login(user)
    assert len(heaps(publisher)["Scheduled, but will not go live 2"]) == 2


def test_confirmations_come_first_and_never_to_the_person_who_did_it(loaded, other, publisher, time_machine):
    spacer, guide = document(*SPACER), document(*GUIDE)
    publishing.correct(spacer, revision=revised(spacer, "is small", "is tiny", other), by=other, note="a dose")
    withdraw(guide, by=me(publisher), note="not safe")
    chief = Client()
    chief.force_login(other)
    assert next(iter(heaps(publisher))) == "To be confirmed by a second person 1"
    assert heaps(publisher)["To be confirmed by a second person 1"] == [screen(spacer, "publishing")]
    assert heaps(chief)["To be confirmed by a second person 1"] == [screen(guide, "publishing")]
    user = me(publisher)
    time_machine.move_to(timezone.now() + timedelta(hours=73))
    for client, who, others, own in ((publisher, user, spacer, guide), (chief, other, guide, spacer)):
        client.force_login(who)
        found = heaps(client)
        assert list(found)[:2] == ["Confirmation is late 1", "Ask a colleague to confirm 1"]
        assert found["Confirmation is late 1"] == [screen(others, "publishing")]
        assert found["Ask a colleague to confirm 1"] == [screen(own, "publishing")]


def test_reviews_are_work_for_whoever_signs_and_news_for_the_others(loaded, other, staff, publisher):
    signed("questions", due_in=-1)
    signed("interspinous-spacer", due_in=100, digest="f" * 64)
    signed("another-operation", due_in=30)
    signed("spinal-stenosis", due_in=100)
    reviewer = staff("reviewer", "view", "sign_off")
    names = ["Clinical review overdue 1", "Changed since the clinical review 1", "Clinical review due soon 1"]
    documents = [document(*GUIDE), document(*SPACER), document(*RISK)]
    assert heaps(reviewer) == {name: [screen(one, "review")] for name, one in zip(names, documents, strict=True)}
    assert heaps(publisher) == {name: [screen(one, "publishing")] for name, one in zip(names, documents, strict=True)}
    assert "3 things wait for you" in words_of(front(reviewer))
    assert "Nothing waits for you" in words_of(front(publisher))


def test_a_library_that_nobody_has_reviewed_is_one_line_and_not_a_list(loaded, other, everything):
    answer = front(everything)
    assert "4 pages await their first clinical review" in words_of(answer)
    assert f"{reverse('admin:report', args=('reviews',))}?state=awaiting" in answer.content.decode()
    assert heaps(everything) == {}


def test_a_clash_waits_for_whoever_may_join(loaded, other, writer, staff):
    drafts.keep_beside(document(*RISK), text="---\nformat: 1\n---\n", parent=None, note="")
    assert heaps(writer) == {"To be joined with a file 1": [screen(document(*RISK), "joining")]}
    assert heaps(staff("only-publishes", "view", "publish")) == {}


def test_where_nothing_waits_it_says_so_calmly_and_what_one_could_do(loaded, other, writer):
    said = words_of(front(writer))
    assert "Nothing waits for you" in said
    assert "Meanwhile you can: write and change texts see the reports" in said
    assert "approve what others have written" not in said


def test_one_without_a_role_is_told_whom_to_ask_and_sees_nothing(loaded, staff):
    manager = User.objects.create_user("m", first_name="Site", last_name="Manager-Example", is_staff=True)
    managers = Group.objects.create(name="managers")
    managers.permissions.set(Permission.objects.filter(codename="change_user"))
    manager.groups.add(managers)
    answer = front(staff("nobody"))
    said = words_of(answer)
    assert "You have no role yet" in said
    assert "Roles are given by: Site Manager-Example." in said
    assert "await" not in said
    assert "/admin/portal/" not in answer.content.decode()


def test_times_are_those_of_the_clinic_and_it_is_said_which(loaded, other, writer, settings):
    settings.TIME_ZONE = "Europe/Oslo"
    draft = revised(document(*GUIDE), "What if I wait", "And if I wait", me(writer))
    said = words_of(front(writer))
    assert "Times are those of Oslo." in said
    assert f"since {timezone.localtime(draft.made_at):%-d %b %Y, %H:%M}, by writer" in said


def test_nothing_goes_live_by_itself_is_said_when_the_timed_run_has_stopped(loaded, writer, time_machine):
    assert "Nothing goes live by itself yet" in words_of(front(writer))
    tick()
    assert "The desk last looked for scheduled texts on" in words_of(front(writer))
    user = me(writer)
    time_machine.move_to(timezone.now() + timedelta(minutes=20))
    writer.force_login(user)
    assert "Nothing goes live by itself at present." in words_of(front(writer))


def begun(number, author):
    text = DOCUMENTS["en/guides/questions.md"].replace("Questions to ask", f"Guide {number}")
    drafts.begin(ref=Ref("guide", f"guide-{number}"), language="en", text=text, author=author, origin=Origin.STAFF)


def test_a_heap_shows_eight_and_leads_to_all_of_them(loaded, other, writer):
    for number in range(10):
        begun(number, me(writer))
        begun(number + 10, other)
    every = f"{reverse('admin:report', args=('waiting',))}?state=drafts&who=mine"
    [links] = heaps(writer).values()
    assert (len(links), links[-1]) == (9, every)
    assert "All 10 : Your drafts" in words_of(front(writer))
    assert words_of(writer.get(every)).count("Guide ") == 10


def test_the_cost_is_the_same_with_one_thing_in_each_heap_and_with_three(loaded, other, everything):
    user = me(everything)

    def fill(start):
        for number in range(start, start + 5):
            begun(number, user if number % 5 == 0 else other)
        one, two, three, four = (
            Document.objects.select_related("head").get(slug=f"guide-{start + step}") for step in range(1, 5)
        )
        reviewing.submit(one.head, by=other)
        approved(two.head)
        at = timezone.now() + timedelta(days=1)
        publishing.schedule(three, revision=approved(three.head), at=at, by=other)
        publishing.publish(four, revision=approved(four.head), by=other)
        withdraw(four, by=other, note="x")
        begun(100 + start, other)
        due = Document.objects.select_related("head").get(slug=f"guide-{100 + start}")
        publishing.publish(due, revision=approved(due.head), by=other)
        signed(due.slug, due_in=-1)

    def cost():
        with CaptureQueriesContext(connection) as counted:
            front(everything)
        return len(counted)

    fill(5)
    cost()
    once = cost()
    fill(10)
    fill(15)
    assert cost() == once
    assert {name.rsplit(" ", 1)[1] for name in heaps(everything)} == {"3"}
    assert once <= 45
