"""How long the desk's lists, front page and reports take with many documents: `python -m benchmarks.lists 10000`.

Fills a database in memory with made-up pages as long as the shipped ones: most of them live, some with a draft in one
of its states, some reviewed. Then asks for each screen as a chief who may do everything, and counts its queries.
"""

import os
import sys
from collections.abc import Callable, Sequence
from datetime import timedelta

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.core.management import call_command
from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext, setup_test_environment
from django.utils import timezone

from benchmarks.library import page_text
from benchmarks.recording import measure, recorded, table
from portal.desk.approvals import Approval, Decision, Publication
from portal.desk.documents import Document, Origin, Revision
from portal.desk.drafts import begin_from_files
from portal.desk.people import User
from portal.shelf.editions import Edition
from portal.shelf.pages import Page
from portal.text import frontmatter

SIZES = (10_000,)
AT_ONCE = 500
LIST = "/admin/portal/conditiondocument/"
SCREENS = (
    ("list", LIST),
    ("list, its last page", f"{LIST}?p=200"),
    ("list by title", f"{LIST}?o=0"),
    ("list by title, its last page", f"{LIST}?o=0&p=200"),
    ("list by last change", f"{LIST}?o=-4"),
    ("list of drafts", f"{LIST}?state=draft"),
    ("list of approved", f"{LIST}?state=approved"),
    ("list to be confirmed", f"{LIST}?state=unconfirmed"),
    ("search for a title", f"{LIST}?q=page+77"),
    ("search for nothing there", f"{LIST}?q=nowhere"),
    ("front page", "/admin/"),
    ("report: waiting", "/admin/reports/waiting/"),
    ("report: reviews", "/admin/reports/reviews/?state=every"),
    ("report: how pages read", "/admin/reports/health/"),
    ("report: changes", "/admin/reports/changes/"),
    ("report: changes, page 100", "/admin/reports/changes/?page=100"),
)


def main() -> None:
    """Fill once for each size, then measure."""
    setup_test_environment()
    call_command("migrate", verbosity=0)
    author, chief = User.objects.create_user("author"), User.objects.create_superuser("chief")
    there = 0
    with recorded("lists"):
        for size in [int(word) for word in sys.argv[1:]] or SIZES:
            for first in range(there, size, AT_ONCE):
                _fill(range(first, min(first + AT_ONCE, size)), author, chief)
            there = size
            table(f"The desk with {Document.objects.count():,} documents, {Revision.objects.count():,} revisions")
            _measure_screens(chief)


def _measure_screens(chief: User) -> None:
    client = Client()
    client.force_login(chief)
    reset_queries()
    for name, address in SCREENS:
        with CaptureQueriesContext(connection) as counted:
            answer = client.get(address)
        assert answer.status_code == 200, address
        measure(f"{name} ({len(counted)} queries)", _asking(client, address), times=5)


def _asking(client: Client, address: str) -> Callable[[], object]:
    return lambda: client.get(address).content


def _fill(numbers: Sequence[int], author: User, chief: User) -> None:
    """Documents with these numbers, and what their number makes of them."""
    texts = [page_text(number, numbers[-1] + 1, ["a-source"], ["a-finding"]) for number in numbers]
    places = [("en", "condition", f"made-up-{number:05}") for number in numbers]
    pairs = begin_from_files(list(zip(places, texts, strict=True)), note="made up")
    live = [(number, *pair) for number, pair in zip(numbers, pairs, strict=True) if number % 20]
    for _number, document, revision in live:
        document.live = revision
    Document.objects.bulk_update([document for _number, document, _revision in live], ["live"], batch_size=100)
    Publication.objects.bulk_create(Publication(revision=revision) for _number, _document, revision in live)
    _show(live)
    _draft(live, author, chief)


def _show(live: list[tuple[int, Document, Revision]]) -> None:
    """Public rows: lists and reports read the table that all pages share, so the children are left out."""
    today = timezone.localdate()
    for number, document, _revision in live:
        place = {"language": "en", "kind": "condition", "slug": document.slug}
        digests = {"text_digest": "0" * 64, "reading_digest": f"{number:064}"}
        edition = Edition.objects.create(**place, number=1, html="<p>x</p>" * 1000, **digests)
        reviewed = {
            "reviewed_on": today - timedelta(days=500),
            "review_due_on": today + timedelta(days=number % 700 - 100),
            "reviewed_digest": f"{number:064}" if number % 7 else "f" * 64,
            "reviewer_name": "Dr Example",
        }
        counted = {"grade": number % 90 / 10, "words": number, "longest_sentence": number % 40}
        title = f"Made-up page {number}"
        page = Page.objects.create(
            **place, title=title, edition=edition, plain="x" * 6000, **counted, **(reviewed if number % 3 else {})
        )
        with connection.cursor() as cursor:
            child = "INSERT INTO portal_condition (page_ptr_id, icd10, snomed) VALUES (%s, '[]', '[]')"
            cursor.execute(child, [page.pk])


def _draft(live: list[tuple[int, Document, Revision]], author: User, chief: User) -> None:
    """Every fifth has a draft, and those a decision by turns; every hundredth was a safety correction."""
    for number, document, revision in live:
        if number % 100 == 1:
            Publication.objects.create(revision=revision, is_urgent=True, by=author, note="made up")
        if number % 5 == 1:
            _decide(number, _revised(document, revision, author), author, chief)


def _revised(document: Document, revision: Revision, author: User) -> Revision:
    text = Revision.objects.get(pk=revision.pk).text + "\nMore.\n"
    facts = {"text": text, "digest": frontmatter.digest(text), "origin": Origin.STAFF, "author": author}
    document.head = Revision.objects.create(document=document, parent=revision, **facts)
    document.save(update_fields=["head"])
    return document.head


def _decide(number: int, draft: Revision, author: User, chief: User) -> None:
    decision = (None, Decision.SUBMITTED, Decision.SENT_BACK, Decision.APPROVED)[number // 5 % 4]
    if decision is not None:
        by = author if decision == Decision.SUBMITTED else chief
        Approval.objects.create(revision=draft, decision=decision, by=by, comment="made up")


if __name__ == "__main__":
    main()
