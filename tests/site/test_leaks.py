"""What is not published is nowhere on the public site."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.apps import apps
from django.test import Client
from django.utils import timezone

from portal.desk import drafts
from portal.desk.documents import Document, Origin
from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import plan
from portal.desk.people import User
from portal.desk.withdrawing import withdraw
from portal.kinds.registry import KINDS
from portal.shelf.rows import ROWS
from portal.text.references import Ref
from tests.desk.four_eyes import publish, schedule
from tests.library import DOCUMENTS, write_library
from tests.paper.reading import said

CANARY = "zwitscherling"
# Where readers fill in a form.
WITH_A_FORM = {"/visit-kit/"}
DESK = {"revision", "document", "approval", "publication", "signoff", "user", "blob"}

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer() -> User:
    return User.objects.create_user("writer")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = write_library(tmp_path / "content")
    load(plan(folder))
    return folder


def _draft(document: Document, writer: User) -> None:
    """A new revision of a published document with the canary wherever words can be."""
    text = document.head.text.replace("title: ", f"title: {CANARY} ", 1)
    text = text.replace("en: a", f"en: {CANARY} a", 1) + f"\n{CANARY}\n" * bool(document.head.text.count("---\n\n"))
    drafts.revise(document, text=text, based_on=document.head, author=writer, origin=Origin.STAFF, note=CANARY)


def _addresses(client: Client) -> set[str]:
    """Every address of the site: those that lists, pages and the site map lead to, and those that one could guess."""
    seen: set[str] = set()
    waiting = {"/", "/sitemap.xml", "/robots.txt", "/nowhere/", f"/guides/{CANARY}/"}
    waiting |= {f"/{kind.folder}/" for kind in KINDS.values() if kind.folder}
    named = [document.path.removeprefix("en").removesuffix(".md") for document in Document.objects.all()]
    waiting |= {name + ending for name in named for ending in ("/", ".pdf", ".large.pdf")}
    while waiting:
        address = waiting.pop()
        seen.add(address)
        answer = client.get(address)
        body = said(answer)
        found = {
            link.split("#")[0]
            for link in re.findall(r'href="(/[^"]*)"|<loc>[a-z]+://[^/]+(/[^<]*)', body)
            for link in link
        }
        waiting |= {link for link in found if link and not link.startswith(("/static/", "/admin/"))} - seen
    return seen


def test_words_of_drafts_are_at_no_public_address(library: Path, writer: User, client: Client) -> None:
    for document in Document.objects.all():
        _draft(document, writer)
    text = DOCUMENTS["en/guides/questions.md"].replace("Questions", CANARY)
    drafts.begin(ref=Ref("guide", CANARY), language="en", text=text, author=writer, origin=Origin.STAFF)
    waiting = Document.objects.get(kind="guide", slug="questions")
    schedule(waiting, revision=waiting.head, at=timezone.now() + timedelta(days=1), by=writer)
    drafts.keep_beside(waiting, text=f"{text}\n{CANARY}\n", parent=None, note=CANARY)
    withdrawn = Document.objects.get(kind="risk")
    withdraw(withdrawn, by=writer, note=CANARY)
    addresses = _addresses(client)
    assert {"/", "/procedures/interspinous-spacer/", "/glossary/", "/sources/"} <= addresses
    for address in sorted(addresses):
        answer = client.get(address)
        assert CANARY not in said(answer) or address == f"/guides/{CANARY}/", address
        assert CANARY not in str(answer.headers), address
    assert client.get(f"/guides/{CANARY}/").status_code == 404
    assert client.get("/risks/another-operation/").status_code == 410


def test_no_public_table_holds_words_of_a_draft(library: Path, writer: User) -> None:
    for document in Document.objects.all():
        _draft(document, writer)
    for model in apps.get_app_config("portal").get_models():
        if model._meta.proxy or model._meta.model_name in DESK:
            continue
        for row in model.objects.values():
            assert CANARY not in str(row), model


def test_a_published_page_is_found_by_the_same_walk(library: Path, writer: User, client: Client) -> None:
    """The walk would notice: once published, the same words are there."""
    document = Document.objects.get(kind="guide")
    _draft(document, writer)
    publish(document, revision=document.head, by=writer)
    found = {address for address in _addresses(client) if CANARY in said(client.get(address))}
    assert {"/guides/questions/", "/guides/questions.pdf", "/guides/questions.large.pdf"} <= found


def test_public_pages_set_no_cookie_and_open_no_session(library: Path, client: Client) -> None:
    addresses = _addresses(client)
    forms = {address for address in addresses if address.startswith("/feedback/")} | WITH_A_FORM
    client.cookies.clear()
    for address in sorted(addresses - forms):
        answer = client.get(address)
        assert not answer.cookies, address
        assert "csrfmiddlewaretoken" not in said(answer), address
    assert not client.cookies
    assert len(forms - WITH_A_FORM) == 4


def test_a_page_with_a_form_sets_the_token_against_forgery_and_nothing_else(library: Path, client: Client) -> None:
    addresses = _addresses(client)
    assert addresses >= WITH_A_FORM
    for address in WITH_A_FORM | {address for address in addresses if address.startswith("/feedback/")}:
        assert set(client.get(address).cookies) == {"csrftoken"}, address


def test_only_reading_is_answered(library: Path, client: Client) -> None:
    for row_class in ROWS.values():
        for row in row_class.objects.all():
            address = row.get_absolute_url().split("#")[0]
            if address:
                assert client.post(address, {"x": "y"}).status_code == 405, address
                assert client.head(address).status_code == 200, address
