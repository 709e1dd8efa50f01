"""Random histories of two sides that edit the same words: nothing is lost, nothing newer is overwritten, both agree."""

from itertools import pairwise
from pathlib import Path

import pytest
from django.db import transaction

from portal.desk.approvals import Publication
from portal.desk.documents import Document, Revision
from portal.desk.exchange.comparison import Step
from portal.desk.exchange.plans import plan
from portal.desk.people import User
from portal.shelf.pages import Guide
from portal.text.frontmatter import digest
from tests.desk.world import World

ACTIONS = 14
A_TEST = 10


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """As many histories as were asked for, some to a test."""
    if "first_seed" in metafunc.fixturenames:
        metafunc.parametrize("first_seed", range(0, metafunc.config.getoption("--histories"), A_TEST))


@pytest.mark.unmeasured
@pytest.mark.django_db
def test_every_history_keeps_every_word_and_ends_in_agreement(first_seed: int, tmp_path: Path) -> None:
    writer = User.objects.create_user("writer")
    for seed in range(first_seed, first_seed + A_TEST):
        with transaction.atomic():
            live_through(World(seed, tmp_path / str(seed), writer))
            transaction.set_rollback(True)


def live_through(world: World) -> None:
    """Some random actions, then people settle what is open."""
    try:
        for _ in range(ACTIONS):
            world.act()
            must_be_whole(world)
        settle(world)
        must_agree(world)
    except Exception as trouble:
        trouble.add_note(f"in the history {' '.join(world.said)}")
        raise


def must_be_whole(world: World) -> None:
    kept = set(Revision.objects.values_list("digest", flat=True))
    assert world.received <= kept, "every text that reached the desk is a revision"
    for document in world.documents():
        older = world.heads.get(document.pk, document.head)
        assert document.head.descends_from(older), "the newest words are built on, never replaced"
        world.heads[document.pk] = document.head
        shown = [row.revision for row in document_publications(document)]
        for older, newer in pairwise(shown):
            assert newer.descends_from(older), "nothing is published over a newer change"
    rows = {guide.slug: guide.edition.text_digest for guide in Guide.objects.select_related("edition")}
    assert rows == {document.slug: document.live.digest for document in world.documents() if document.live}


def document_publications(document: Document) -> list[Publication]:
    rows = Publication.objects.filter(revision__document=document, is_withdrawal=False).order_by("pk")
    return list(rows.select_related("revision"))


def settle(world: World) -> None:
    """People join what clashes, publish every draft, and write the files anew, until nothing is left to do."""
    for _again in range(4):
        world.load()
        for document in world.documents():
            if document.clash:
                world.join_one(document)
        for document in world.documents():
            if document.has_draft:
                world.publish_one(document)
        world.export(restore=True)


def must_agree(world: World) -> None:
    work = plan(world.root)
    assert [(item.step, item.path) for item in work.items if item.step is not Step.NOTHING] == []
    files = {place.stem: digest(place.read_text()) for place in world.files()}
    assert files == {document.slug: document.live.digest for document in world.documents()}
    for document in world.documents():
        assert (document.synced.digest, document.clash) == (document.live.digest, None)
    world.load()
    assert not plan(world.root).has_work
