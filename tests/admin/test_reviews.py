"""Clinical reviews and review packs on the desk."""

from collections import Counter
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from portal.admin.addresses import screen
from portal.desk.approvals import SignOff
from portal.desk.care.stewardship import hand_over
from portal.desk.intervals import months_after
from portal.desk.people import User
from portal.shelf.pages import Page
from tests.admin.conftest import document
from tests.admin.forms import form_in, parsed, words_of
from tests.desk.care.test_standing import signed
from tests.desk.four_eyes import publish
from tests.desk.test_publishing import revised

SPACER = ("procedure", "interspinous-spacer")
QUESTIONS = ("guide", "questions")
pytestmark = pytest.mark.django_db


@pytest.fixture
def surgeon(staff):
    """Signs reviews; the account says as whom."""
    client = staff("surgeon", "view", "sign_off")
    role = {"first_name": "Dr", "last_name": "Example", "role": "spinal surgeon (demo)", "registration": "DEMO 7"}
    User.objects.filter(username="surgeon").update(**role)
    return client


def change(found, old, new):
    """Other words of this page go live."""
    by, _is_new = User.objects.get_or_create(username="hand")
    publish(found, revision=revised(found, old, new, by), by=by)


# --- One review


def test_the_form_begins_with_the_account_and_shows_what_patients_will_read(loaded, surgeon):
    page = surgeon.get(screen(document(*SPACER), "review"))
    sent = form_in(page, "signing")
    assert [sent[f"reviewer_{name}"] for name in ("name", "role", "registration")] == [
        ["Dr Example"],
        ["spinal surgeon (demo)"],
        ["DEMO 7"],
    ]
    today = timezone.localdate()
    due = months_after(today, 24)
    days = [f"{day:%-d %B %Y}" for day in (today, due)]
    sentence = "Reviewed by Dr Example (registration DEMO 7), spinal surgeon (demo), on {}; next review due {}.".format(
        *days
    )
    assert sentence in words_of(page)
    surgeon.post(screen(document(*SPACER), "review"), sent)
    assert sentence in words_of(Client().get("/procedures/interspinous-spacer/"))


def test_looking_at_the_sentence_signs_nothing(loaded, surgeon):
    address = screen(document(*SPACER), "review")
    sent = form_in(surgeon.get(address), "signing") | {"reviewer_name": "Dr Other", "look": "1"}
    assert "Reviewed by Dr Other (registration DEMO 7), spinal surgeon (demo)" in words_of(surgeon.post(address, sent))
    assert "Write the name and the role first." in words_of(surgeon.post(address, sent | {"reviewer_name": ""}))
    assert not SignOff.objects.exists()


def test_an_account_without_a_name_never_shows_its_sign_in_name_to_patients(loaded, staff):
    page = staff("login-name", "view", "sign_off").get(screen(document(*SPACER), "review"))
    assert form_in(page, "signing")["reviewer_name"] == [""]


def test_one_button_signs_a_page_that_reads_as_at_its_last_review(loaded, surgeon):
    today = timezone.localdate()
    address = screen(document(*QUESTIONS), "review")
    assert "as-before" not in surgeon.get(address).content.decode()
    signed("questions", date(2025, 1, 1), today - timedelta(days=25))
    page = surgeon.get(address)
    assert "It reads exactly as Dr Example read it on 1 January 2025." in words_of(page)
    surgeon.post(address, form_in(page, "as-before"))
    newest = SignOff.objects.first()
    assert (newest.reviewer_name, newest.reviewer_role, newest.reviewer_registration, newest.by.username) == (
        "Dr Example",
        "spinal surgeon (demo)",
        "DEMO 7",
        "surgeon",
    )
    assert (newest.reviewed_on, newest.due_on) == (today, months_after(today, 24))


def test_the_button_is_not_there_once_the_page_has_changed_and_the_change_is_shown(loaded, surgeon):
    signed(SPACER[1], timezone.localdate(), timezone.localdate() + timedelta(days=30))
    before = form_in(surgeon.get(screen(document(*SPACER), "review")), "as-before")
    change(document(*SPACER), "is small", "is tiny")
    address = screen(document(*SPACER), "review")
    page = surgeon.get(address)
    assert 'class="as-before"' not in page.content.decode()
    assert ("removed: small" in words_of(page), "added: tiny" in words_of(page)) == (True, True)
    assert surgeon.post(address, before).status_code == 409
    assert SignOff.objects.count() == 1


def test_a_later_day_than_the_interval_is_refused_and_a_shorter_one_is_taken(loaded, surgeon):
    address, today = screen(document(*SPACER), "review"), timezone.localdate()
    sent = form_in(surgeon.get(address), "signing")
    late = surgeon.post(address, sent | {"due_on": f"{months_after(today, 24) + timedelta(days=1)}"})
    assert (late.status_code, "reviewed every 24 months" in words_of(late)) == (409, True)
    surgeon.post(address, sent | {"due_on": f"{today + timedelta(days=90)}"})
    assert SignOff.objects.get().due_on == today + timedelta(days=90)


# --- Packs


def pack_of(*found):
    return reverse("admin:reviews_pack") + "?" + "&".join(f"page={one.pk}" for one in found)


def test_the_list_tells_overdue_changed_due_and_never_reviewed_apart(loaded, surgeon):
    today = timezone.localdate()
    signed("questions", today - timedelta(days=300), today - timedelta(days=1))
    signed("spinal-stenosis", today - timedelta(days=300), today + timedelta(days=10))
    signed(SPACER[1], today, today + timedelta(days=300))
    change(document(*SPACER), "is small", "is tiny")
    titles = {
        "overdue": "Questions to ask",
        "due": "A narrowed spinal canal",
        "changed": "A spacer between the bones",
        "awaiting": "Another operation",
    }
    for state in titles:
        words = words_of(surgeon.get(reverse("admin:reviews") + f"?state={state}"))
        assert {slug: title in words for slug, title in titles.items()} == {slug: slug == state for slug in titles}
    everything = words_of(surgeon.get(reverse("admin:reviews")))
    assert all(title in everything for title in titles.values())
    assert everything.index("Questions to ask") < everything.index("Another operation")


def test_the_list_is_narrowed_to_my_pages_and_to_nobodys(loaded, surgeon):
    me = User.objects.get(username="surgeon")
    hand_over(document(*QUESTIONS), owner=me, deputy=None, by=me)
    mine = words_of(surgeon.get(reverse("admin:reviews") + "?who=mine"))
    nobodys = words_of(surgeon.get(reverse("admin:reviews") + "?who=nobody"))
    assert ("Questions to ask" in mine, "Another operation" in mine) == (True, False)
    assert ("Questions to ask" in nobodys, "Another operation" in nobodys) == (False, True)


def test_a_pack_shows_each_page_whole_and_no_name_twice(loaded, surgeon):
    page = surgeon.get(pack_of(document(*SPACER), document("risk", "another-operation"), document(*QUESTIONS)))
    words = words_of(page)
    for said in ("more people need another operation", "29 of 100", "What if I wait?", "Page 3 of 3: guide"):
        assert said in words
    names = Counter(one.get("id") for one in parsed(page).iter() if one.get("id"))
    assert [name for name, count in names.items() if count > 1] == []
    pointed = {one.get("href")[1:] for one in parsed(page).iter("a") if (one.get("href") or "").startswith("#")}
    assert pointed - set(names) == set()


def send(client, address, *ticked, **more):
    page = client.get(address)
    hidden = {
        one.get("name"): one.get("value")
        for one in parsed(page).iter("input")
        if (one.get("name") or "").startswith("digest-")
    }
    sent = form_in(page, "pack-sign") | hidden | {"ticked": [one.pk for one in ticked]}
    return client.post(address, sent | more, follow=True)


def test_only_ticked_pages_are_signed_and_the_rest_is_told(loaded, surgeon):
    chosen = [document(*SPACER), document(*QUESTIONS), document("risk", "another-operation")]
    answer = send(surgeon, pack_of(*chosen), *chosen[:2])
    assert "2 pages were signed." in words_of(answer)
    assert "1 page of the pack was not ticked and not signed." in words_of(answer)
    rows = {row.document: row.reading_digest for row in SignOff.objects.all()}
    digests = {page.ref: page.reading_digest for page in Page.objects.select_related("edition")}
    assert rows == {one: digests[one.ref] for one in chosen[:2]}


def test_a_page_that_changed_meanwhile_is_named_and_nothing_is_signed(loaded, surgeon):
    chosen = [document(*SPACER), document(*QUESTIONS)]
    address = pack_of(*chosen)
    page = surgeon.get(address)
    sent = form_in(page, "pack-sign") | {"ticked": [one.pk for one in chosen]}
    sent |= {f"digest-{one.pk}": "0" * 64 for one in chosen[:1]}
    sent |= {f"digest-{chosen[1].pk}": Page.objects.select_related("edition").get(slug="questions").reading_digest}
    answer = surgeon.post(address, sent)
    assert answer.status_code == 409
    refused = next(one for one in parsed(answer).iter("section") if one.get("aria-labelledby") == "refused")
    words = " ".join(" ".join(refused.itertext()).split())
    assert ("A spacer between the bones" in words, "Questions to ask" in words) == (True, False)
    ticks = {
        one.get("value"): one.get("checked") is not None
        for one in parsed(answer).iter("input")
        if one.get("name") == "ticked"
    }
    assert ticks == {str(chosen[0].pk): False, str(chosen[1].pk): True}
    assert not SignOff.objects.exists()


def test_a_pack_without_a_tick_or_a_name_signs_nothing(loaded, surgeon):
    found = document(*QUESTIONS)
    none = send(surgeon, pack_of(found))
    assert (none.status_code, "No page is ticked" in words_of(none)) == (409, True)
    unnamed = send(surgeon, pack_of(found), found, reviewer_name="")
    assert unnamed.status_code == 200
    assert not SignOff.objects.exists()


@pytest.mark.parametrize("query", ["", "?page=x", "?page=999999", "?" + "&".join(f"page={n}" for n in range(1, 32))])
def test_a_pack_of_nothing_or_too_much_leads_back_to_the_list(loaded, surgeon, query):
    answer = surgeon.get(reverse("admin:reviews_pack") + query)
    assert (answer.status_code, answer.url) == (302, reverse("admin:reviews"))


def test_a_pack_holds_only_what_is_public_and_reviewed_by_itself(loaded, surgeon):
    page = surgeon.get(pack_of(document("source", "moojen-2013"), document(*QUESTIONS)))
    assert "1 page, as patients read it now" in words_of(page)


@pytest.mark.parametrize("name", ["owners", "reviews", "reviews_pack"])
def test_who_may_only_write_opens_none_of_these(loaded, writer, name):
    assert writer.get(reverse(f"admin:{name}")).status_code == 403
    assert writer.post(reverse(f"admin:{name}"), {"ticked": "1"}).status_code == 403


@pytest.mark.parametrize("address", ["owners", "reviews", "pack"], ids=["owners", "list of reviews", "pack of reviews"])
def test_more_rows_ask_no_more_questions(loaded, everything, address):
    found = [document("risk", "another-operation"), document("condition", "spinal-stenosis"), document(*QUESTIONS)]
    me = User.objects.get(username="chief")
    counts = []
    for number in (1, 3):
        for one in found[:number]:
            hand_over(one, owner=me, deputy=None, by=me)
            signed(one.slug, timezone.localdate(), timezone.localdate() + timedelta(days=20))
        addresses = {
            "owners": reverse("admin:owners") + "?who=all",
            "reviews": reverse("admin:reviews") + "?who=mine",
            "pack": pack_of(*found[:number]),
        }
        with CaptureQueriesContext(connection) as asked:
            assert everything.get(addresses[address]).status_code == 200
        counts.append(len(asked))
    assert counts[0] == counts[1]
