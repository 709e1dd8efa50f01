"""Previews: they show the words as readers would meet them, and leave nothing behind."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.admin.addresses import of_kind, screen
from portal.desk.people import User
from portal.desk.press.composing import NotPublishable
from portal.desk.previews import published_for_a_look
from portal.kinds.registry import KINDS
from portal.shelf.counter import Counter
from portal.shelf.editions import Edition
from portal.shelf.pages import Page
from tests.admin.conftest import document
from tests.admin.forms import form_in, parsed, words_of
from tests.desk.four_eyes import publish
from tests.paper.reading import said

SPACER = ("procedure", "interspinous-spacer")
CANARY = "canaryyellow"
pytestmark = pytest.mark.django_db


def public_addresses():
    """Every address that the site itself names, found by following its links from the front page."""
    reader, seen, waiting = Client(), {}, ["/", "/sitemap.xml", "/robots.txt", "/glossary/", "/sources/"]
    while waiting:
        address = waiting.pop()
        if address in seen or address.startswith(("/admin/", "/static/", "//")):
            continue
        answer = reader.get(address)
        seen[address] = said(answer)
        found = re.findall(r'href="(/[^"#?]*)|<loc>https?://[^/]+(/[^<]*)', seen[address])
        waiting += [link or place for link, place in found]
    return seen


def rows_of_everything():
    """Every value of every row of the portal's tables, as one text."""
    models = [model for model in apps.get_app_config("portal").get_models() if not model._meta.proxy]
    return "\n".join(str(row) for model in models for row in model.objects.values_list())


def typed(client, found, **more):
    address = screen(found, "change")
    return form_in(client.get(address)) | more


def test_a_look_draws_the_typed_words_and_keeps_nothing(loaded, writer):
    found = document(*SPACER)
    sent = typed(writer, found, body=f"## {CANARY}\n\nA spacer [@moojen-2013].\n\n::: summary\n:::", _look="1")
    before = rows_of_everything()
    with CaptureQueriesContext(connection) as counted:
        answer = writer.post(screen(found, "change"), sent)
    assert f'<h2 id="{CANARY}">' in answer.content.decode()
    assert "nothing was saved" in words_of(answer)
    assert "29 of 100" in words_of(answer)
    written = ("INSERT", "UPDATE", "DELETE", "SAVEPOINT", "BEGIN")
    assert [query["sql"] for query in counted if query["sql"].startswith(written)] == []
    assert rows_of_everything() == before
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_look_leaves_out_what_is_not_published_and_says_so(loaded, writer):
    found = document(*SPACER)
    blocks = ("finding nothing-here", "figure gone", "summary")
    body = "## Words\n\nA fact [@nobody-1999].\n\n" + "\n\n".join(f"::: {block}\n:::" for block in blocks)
    answer = writer.post(screen(found, "change"), typed(writer, found, body=body, harm_findings="gone-too", _look="1"))
    assert answer.status_code == 200
    for name in ("source:nobody-1999", "finding:nothing-here", "picture:gone", "finding:gone-too"):
        assert name in words_of(answer)


def test_a_look_at_wrong_words_shows_the_faults(loaded, writer):
    found = document(*SPACER)
    answer = writer.post(screen(found, "change"), typed(writer, found, body="# Too big", _look="1"))
    assert "The text cannot be shown yet" in words_of(answer)
    assert "headings in the text begin with ##" in words_of(answer)


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_can_be_looked_at_while_it_is_still_empty(loaded, writer, kind):
    address = of_kind(KINDS[kind], "add")
    body = "## Hello\n\n::: check none\n:::\n\n::: recovery\n:::\n\n::: claims\n:::\n\n::: summary\n:::"
    answer = writer.post(address, form_in(writer.get(address)) | {"body": body, "_look": "1"})
    assert answer.status_code == 200
    assert "nothing was saved" in words_of(answer)


def test_a_look_runs_no_typed_script(loaded, writer):
    found = document(*SPACER)
    hostile = "<script>alert(1)</script> <img src=x onerror=alert(1)> [x](javascript:alert(1))"
    sent = typed(writer, found, title=hostile, short_answer=hostile, body="Words <script>alert(1)</script>", _look="1")
    html = writer.post(screen(found, "change"), sent).content.decode()
    assert "<script" not in html
    assert "<img" not in html


def test_the_preview_is_the_public_page_and_says_that_it_is_a_preview(loaded, writer):
    found = document(*SPACER)
    writer.post(screen(found, "change"), typed(writer, found, title=CANARY.title()))
    saved = writer.post(screen(found, "change"), typed(writer, found, _preview="1"))
    assert saved.url == screen(found, "preview")
    answer = writer.get(saved.url, HTTP_IF_NONE_MATCH="*")
    assert answer.status_code == 200
    assert f"<h1>{CANARY.title()}</h1>" in answer.content.decode()
    assert "This is a preview. Readers do not see it." in words_of(answer)
    assert "no-store" in answer.headers["Cache-Control"]
    assert "public" not in answer.headers["Cache-Control"]
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert "ETag" not in answer.headers
    assert "This is a preview" not in words_of(Client().get("/procedures/interspinous-spacer/"))


def test_a_part_is_previewed_on_a_page_that_shows_it(loaded, writer):
    finding = document("finding", "moojen-2013-another-operation")
    sent = typed(writer, finding)
    row = next(number for number in range(2) if sent[f"arms-{number}-percent"] == ["29"])
    writer.post(screen(finding, "change"), sent | {f"arms-{row}-percent": "31"})
    shown = words_of(writer.get(screen(finding, "preview"), follow=True))
    assert "31 of 100" in shown
    assert "It is also shown on: Another operation" in shown
    other = words_of(writer.get(screen(finding, "preview") + "?on=risk:another-operation"))
    assert "Some people need a second operation." in other
    assert "31 of 100" in other
    assert writer.get(screen(finding, "preview") + "?on=nonsense").status_code == 200
    assert "31 of 100" not in words_of(Client().get("/risks/another-operation/"))


def test_what_is_on_no_page_or_cannot_be_published_says_so(loaded, writer):
    address = of_kind(KINDS["clinic"], "add")
    writer.post(address, form_in(writer.get(address)) | {"name": "Clinic"})
    assert "No published page shows this" in words_of(writer.get(screen(document("clinic", "clinic"), "preview")))
    found = document(*SPACER)
    writer.post(screen(found, "change"), typed(writer, found, summary=""))
    assert "summary is needed" in words_of(writer.get(screen(found, "preview")))


@pytest.mark.parametrize(
    ("kind", "promised"),
    [("guide", ["Show it here"]), ("picture", ["Look in a new tab"]), ("finding", []), ("source", []), ("clinic", [])],
)
def test_only_buttons_that_are_there_are_promised_where_nothing_can_be_previewed(loaded, writer, kind, promised):
    address = of_kind(KINDS[kind], "add")
    slug = {"address-slug": "new"} if KINDS[kind].folder else {}
    change = writer.post(address, form_in(writer.get(address)) | slug).url
    shown = words_of(writer.get(change.replace("/change/", "/preview/"), follow=True))
    buttons = {words for button in parsed(writer.get(change)).iter("button") if (words := "".join(button.itertext()))}
    assert "There is nothing to look at yet" in shown
    assert [words for words in ("Show it here", "Look in a new tab") if f"“{words}”" in shown] == promised
    assert set(promised) <= buttons


def test_a_guide_for_another_country_has_no_page_to_look_at(loaded, writer):
    found = document("guide", "questions")
    writer.post(screen(found, "change"), typed(writer, found, country="DE"))
    answer = writer.get(screen(found, "preview"))
    assert answer.status_code == 200
    assert "because of its country or its address" in words_of(answer)


def test_words_of_a_draft_are_nowhere_public_after_every_kind_of_look(loaded, writer):
    found = document(*SPACER)
    before = public_addresses()
    counter, editions, pages = Counter.current("en"), Edition.objects.count(), Page.objects.count()
    looked = typed(writer, found, body=f"## Looked{CANARY}\n\n::: summary\n:::", _look="1")
    assert f"Looked{CANARY}" in writer.post(screen(found, "change"), looked).content.decode()
    assert f"Looked{CANARY}" not in rows_of_everything()
    saved = typed(writer, found, title=f"Saved{CANARY}", lay_names=f"Saved{CANARY}name", _preview="1")
    writer.post(screen(found, "change"), saved)
    assert f"Saved{CANARY}" in writer.get(screen(found, "preview")).content.decode()
    other = document("guide", "questions")
    publish(other, revision=other.head, by=None)
    after = public_addresses()
    assert set(after) == set(before)
    assert len(after) >= 8
    assert [address for address, html in after.items() if CANARY in html] == []
    assert Counter.current("en") == counter + 1
    assert (Edition.objects.count(), Page.objects.count()) == (editions, pages)
    holders = [
        model.__name__
        for model in apps.get_app_config("portal").get_models()
        if not model._meta.proxy and any(CANARY in str(row) for row in model.objects.values_list())
    ]
    assert holders == ["Revision"]


def test_a_look_at_unsaved_words_is_rolled_back_even_when_drawing_fails(loaded):
    found, by = document(*SPACER), User.objects.create_user("ward")
    text = found.head.text.replace("A spacer between the bones", CANARY)
    before = rows_of_everything()
    with published_for_a_look(found, text=text, by=by) as row:
        assert (row.title, Page.objects.get(pk=row.pk).title) == (CANARY, CANARY)
    assert rows_of_everything() == before
    with pytest.raises(ZeroDivisionError), published_for_a_look(found, text=text, by=by):
        1 / 0  # noqa: B018  a view may fail in any way
    assert rows_of_everything() == before
    broken = "---\nformat: 1\n---\n"
    with pytest.raises(NotPublishable), published_for_a_look(found, text=broken, by=by):
        pass
    assert rows_of_everything() == before


def test_a_page_is_looked_at_by_itself_and_a_part_on_the_pages_that_show_it(loaded):
    by = User.objects.create_user("ward")
    spacer, finding = document(*SPACER), document("finding", "moojen-2013-another-operation")
    before = Edition.objects.count()
    text = spacer.head.text.replace("A spacer between the bones", "A spacer by another name")
    with published_for_a_look(spacer, text=text, by=by):
        assert Edition.objects.count() == before + 1
    with published_for_a_look(finding, text=finding.head.text.replace("percent: 29", "percent: 31"), by=by):
        assert Edition.objects.count() == before + 3  # the finding, the procedure and the risk
