"""Loading many files: each is drawn once, by whichever process, and the site is the same as if one had done it all."""

from collections import Counter as Tally
from collections.abc import Callable, Iterator
from io import StringIO
from pathlib import Path
from typing import Any
from unittest import mock

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from portal.desk import drafts
from portal.desk.approvals import Publication
from portal.desk.documents import Document, Origin, Revision
from portal.desk.exchange.loading import NOTE, load
from portal.desk.exchange.plans import plan
from portal.desk.people import User
from portal.desk.press import crew
from portal.desk.press.crew import Crew
from portal.desk.press.projection import rebuild
from portal.kinds import form
from portal.shelf.editions import Edition
from portal.shelf.pages import Page
from portal.shelf.uses import Uses
from portal.text.references import Ref
from tests.library import DOCUMENTS

pytestmark = pytest.mark.django_db


def guide(number: int) -> str:
    """A guide of its own, which says a word that a glossary may explain."""
    return DOCUMENTS["en/guides/questions.md"].replace("What if I wait?", f"What of nerve root {number}?")


def add_guides(root: Path, count: int) -> None:
    for number in range(count):
        (root / f"en/guides/number-{number}.md").write_text(guide(number), encoding="utf-8")


def site() -> dict[str, Any]:
    """All that readers could see, and all that says where it came from, without keys and times."""
    names = (
        "language",
        "kind",
        "slug",
        "number",
        "text_digest",
        "reading_digest",
        "html",
        "contents",
        "sources",
        "terms",
    )
    uses = ("user_language", "user_kind", "user_slug", "how", "used_kind", "used_slug")
    pages = ("language", "kind", "slug", "title", "plain", "grade", "grade_raw")
    documents = (
        "language",
        "kind",
        "slug",
        "head__text",
        "live__digest",
        "synced__digest",
        "clash",
        "due",
        "head__origin",
    )
    return {
        "editions": sorted(map(repr, Edition.objects.values_list(*names))),
        "uses": sorted(Uses.objects.values_list(*uses)),
        "pages": sorted(Page.objects.values_list(*pages)),
        "documents": sorted(map(repr, Document.objects.values_list(*documents))),
        "publications": sorted(Publication.objects.values_list("revision__digest", "note", "is_withdrawal")),
    }


def seen_after(work: Callable[[], object]) -> dict[str, Any]:
    """The site after some work, which is then undone."""
    with transaction.atomic():
        work()
        found = site()
        transaction.set_rollback(True)
    return found


@pytest.fixture
def shared_out(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """Everything goes to two other processes; gives a list that grows by the size of each crew."""
    sizes: list[int] = []
    hired = Crew._hired

    def noted(self: Crew) -> Any:
        sizes.append(1)
        return hired(self)

    monkeypatch.setattr(crew, "FEW", 0)
    monkeypatch.setattr(crew, "cores", lambda: 2)
    monkeypatch.setattr(Crew, "_hired", noted)
    return sizes


def test_one_process_and_several_make_the_same_site(content: Path, request: pytest.FixtureRequest) -> None:
    add_guides(content, 30)
    alone = seen_after(lambda: load(plan(content)))
    hired = request.getfixturevalue("shared_out")
    together = seen_after(lambda: load(plan(content)))
    assert len(hired) == 4  # two that checked, two that finished
    assert together == alone
    assert len(alone["documents"]) == 37


def test_a_rebuild_by_several_processes_changes_nothing(loaded: Path, shared_out: list[int]) -> None:
    before = site()
    assert rebuild() == 7
    assert len(shared_out) == 2
    assert site() == before


def test_a_new_document_begins_as_if_a_person_had_begun_it(content: Path) -> None:
    load(plan(content))
    document = Document.objects.get(kind="guide", slug="questions")
    [revision] = document.revisions.all()
    assert document.head == document.live == document.synced == revision
    assert (revision.text, revision.origin) == (DOCUMENTS["en/guides/questions.md"], Origin.FILE)
    assert (revision.note, revision.author, revision.parent, revision.merges) == (NOTE, None, None, None)
    [publication] = Publication.objects.filter(revision=revision)
    assert (publication.note, publication.by, publication.is_withdrawal) == (NOTE, None, False)


@pytest.mark.parametrize("count", [1, 3])
def test_each_body_is_drawn_once_on_its_way_in_and_never_when_unchanged(loaded: Path, count: int) -> None:
    add_guides(loaded, count)
    with mock.patch.object(form, "render", wraps=form.render) as drawing:
        load(plan(loaded))
    assert Tally(call.args[0] for call in drawing.call_args_list).most_common(1)[0][1] == 1
    assert drawing.call_count == count
    with mock.patch.object(form, "render", wraps=form.render) as drawing:
        assert not plan(loaded).has_work
    assert drawing.call_count == 0


def test_the_queries_of_a_load_hardly_grow_with_the_files(loaded: Path) -> None:
    counts = []
    for count in (1, 4, 10):
        add_guides(loaded, count)
        with (
            transaction.atomic(),
            CaptureQueriesContext(
                connection,
            ) as queries,
        ):
            load(plan(loaded))
            transaction.set_rollback(True)
        counts.append(len(queries))
    assert (counts[1] - counts[0], counts[2] - counts[1]) == (3, 6)  # the row of a guide's own table


def test_a_process_that_is_ended_stops_the_load_and_nothing_is_written(
    content: Path, shared_out: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    hired = Crew._hired

    def doomed(self: Crew) -> Any:
        worker = hired(self)
        if len(shared_out) > 2:  # those that finish contents, in the middle of the transaction
            worker.process.kill()
        return worker

    monkeypatch.setattr(Crew, "_hired", doomed)
    with pytest.raises(CommandError, match="ended from outside"):
        call_command("load_content", root=str(content), stdout=StringIO())
    assert not Document.objects.exists()
    assert not Page.objects.exists()
    monkeypatch.setattr(Crew, "_hired", hired)
    call_command("load_content", root=str(content), stdout=StringIO())
    assert Page.objects.count() == 4


def test_a_document_begun_at_the_same_moment_stops_the_load_and_is_kept(content: Path, writer: User) -> None:
    """As on PostgreSQL, where somebody can save a first draft between the second plan and the writing."""
    work = plan(content)

    def meanwhile(*args: Any, **kwargs: Any) -> Any:
        text = DOCUMENTS["en/guides/questions.md"]
        drafts.begin(ref=Ref("guide", "questions"), language="en", text=text, author=writer, origin=Origin.STAFF)
        return work

    with (
        mock.patch("portal.desk.exchange.loading.plan", meanwhile),
        pytest.raises(drafts.AddressTaken, match="Load again"),
    ):
        load(work)


def test_texts_of_new_documents_are_not_kept_in_memory(content: Path) -> None:
    [(document, revision)] = drafts.begin_from_files([(("en", "guide", "one"), guide(1))], note="x")
    assert "text" in revision.get_deferred_fields()
    assert document.head.text == guide(1)
    assert Revision.objects.get().digest == revision.digest
