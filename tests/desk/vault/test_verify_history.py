"""Each sort of damage to history is found, and named with what to do. Damage is planted with the triggers lifted."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from portal.desk.approvals import Publication
from portal.desk.documents import Document, Revision
from portal.desk.people import User
from portal.desk.pictures.blobs import Blob, upload
from portal.desk.vault import triggers
from portal.desk.vault.verifying import BY_HAND, POINTERS, REBUILD, TAKE_DOWN, sizes, verify_history
from portal.desk.withdrawing import withdraw
from portal.shelf.pages import Condition
from portal.shelf.uploads import PictureFile
from tests.desk.four_eyes import publish
from tests.desk.test_publishing import revised
from tests.pictures import photograph, published_picture

NAME = "procedure:interspinous-spacer (en)"


@pytest.fixture
def third(spacer: Document, writer: User) -> Revision:
    """The live one of a chain of three revisions, each published."""
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    revision = revised(spacer, "is tiny", "is very small", writer)
    publish(spacer, revision=revision, by=writer)
    return revision


def damage(row: models.Model, **columns: object) -> None:
    """Change a row as somebody would who goes around the portal."""
    assigned = ", ".join(f"{column} = %s" for column in columns)
    triggers.lift(connection)
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE {row._meta.db_table} SET {assigned} WHERE id = %s", [*columns.values(), row.pk])  # noqa: S608
    triggers.hold(connection)


def test_a_sound_history_has_no_faults(third: Revision, reviewer: User) -> None:
    withdraw(Document.objects.get(slug="questions"), by=reviewer, note="not now")
    assert list(verify_history()) == []
    assert sizes() == {
        "documents": 7,
        "revisions": 9,
        "approvals": 2,
        "publications": 10,
        "confirmations": 0,
        "schedulings": 0,
        "sign offs": 0,
        "handovers": 0,
        "editions": 9,
        "uploaded pictures": 0,
    }


def test_a_text_that_was_changed_is_found(third: Revision) -> None:
    damage(third.parent, text="changed")
    wrong = f"{NAME} revision {third.parent_id}: its text is not the one of its digest; {BY_HAND}"
    assert list(verify_history()) == [wrong]


@pytest.mark.parametrize("column", ["parent", "merges"])
def test_an_ancestor_in_another_document_or_not_older_is_found(third: Revision, column: str) -> None:
    second = third.parent
    other = Revision.objects.exclude(document=third.document).order_by("pk").first()
    for ancestor, wrong in ((other, "belongs to another document"), (third, "is not older")):
        damage(second, origin="merge", **{f"{column}_id": ancestor.pk})
        named = f"{NAME} revision {second.pk}: its {column}, revision {ancestor.pk}, {wrong}; {BY_HAND}"
        assert named in list(verify_history())


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL does not let a row be gone")
def test_an_ancestor_and_a_document_that_are_gone_are_found(third: Revision) -> None:
    damage(third, parent_id=9999)
    found = list(verify_history())
    assert f"{NAME} revision {third.pk}: its parent, revision 9999, does not exist; {BY_HAND}" in found
    assert found[0].startswith("The row in table 'portal_revision' with primary key")
    damage(third, parent_id=third.parent_id, document_id=8888)
    found = list(verify_history())
    assert f"document 8888: it is gone, its revision {third.pk} is still there; {BY_HAND}" in found
    assert f"{NAME}: its head names revision {third.pk}, which belongs to another document; {BY_HAND}" in found
    damage(third, document_id=third.document_id)
    assert list(verify_history()) == []


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL does not let a row be gone")
def test_a_pointer_to_nothing_is_found(third: Revision) -> None:
    Document.objects.filter(pk=third.document_id).update(clash=9999)
    assert f"{NAME}: its clash names revision 9999, which does not exist; {POINTERS['clash']}" in list(verify_history())
    Document.objects.filter(pk=third.document_id).update(clash=None)


@pytest.mark.parametrize("pointer", ["head", "synced", "clash", "due"])
def test_a_pointer_to_another_document_is_found(third: Revision, writer: User, pointer: str) -> None:
    other = Revision.objects.exclude(document=third.document).order_by("pk").first()
    schedule = {"due": third, "due_at": timezone.now(), "due_by": writer}
    Document.objects.filter(pk=third.document_id).update(**(schedule | {pointer: other}))
    assert list(verify_history()) == [
        f"{NAME}: its {pointer} names revision {other.pk}, which belongs to another document; {POINTERS[pointer]}"
    ]


def test_a_document_without_a_newest_revision_is_found(third: Revision) -> None:
    Document.objects.filter(pk=third.document_id).update(head=None)
    assert list(verify_history()) == [f"{NAME}: its head is empty; {BY_HAND}"]


def test_a_live_revision_of_another_document_is_found_from_every_side(third: Revision) -> None:
    other = Document.objects.get(slug="spinal-stenosis").live
    Document.objects.filter(pk=third.document_id).update(live=other)
    assert list(verify_history()) == [
        f"{NAME}: its live names revision {other.pk}, which belongs to another document; {BY_HAND}",
        f"{NAME} revision {other.pk}: it is live, but {third.pk} was published last; {BY_HAND}",
        f"{NAME} revision {other.pk}: it is live but is not what its public row shows; run: {REBUILD}",
    ]


def test_a_publication_that_undid_another_is_found(third: Revision, writer: User) -> None:
    first = third.parent.parent
    Publication.objects.create(revision=first, by=writer)
    undone = f"it was published after revision {third.pk} but does not descend from it"
    assert list(verify_history()) == [
        f"{NAME} revision {first.pk}: {undone}; {BY_HAND}",
        f"{NAME} revision {third.pk}: it is live, but {first.pk} was published last; {BY_HAND}",
    ]


def test_a_merge_descends_by_way_of_both_its_parents(third: Revision, writer: User) -> None:
    beside = Revision.objects.create(
        document=third.document,
        text=third.text,
        digest=third.digest,
        origin="merge",
        parent=third.parent,
        merges=third,
    )
    Document.objects.filter(pk=third.document_id).update(head=beside)
    publish(Document.objects.get(pk=third.document_id), revision=beside, by=writer)
    assert list(verify_history()) == []


def test_a_withdrawal_may_name_any_revision(third: Revision, writer: User) -> None:
    Publication.objects.create(revision=third.parent.parent, is_withdrawal=True, by=writer)
    assert list(verify_history()) == []


def test_a_live_document_without_a_public_row_is_found(third: Revision) -> None:
    Condition.objects.all().delete()
    live = Document.objects.get(slug="spinal-stenosis").live
    assert list(verify_history()) == [
        f"condition:spinal-stenosis (en) revision {live.pk}: it is live but has no public row; run: {REBUILD}"
    ]


def test_a_public_row_without_a_live_document_is_found(third: Revision) -> None:
    Document.objects.filter(slug="spinal-stenosis").update(live=None)
    [found] = verify_history()
    assert found.startswith("condition:spinal-stenosis (en): readers see it but no revision is live; publish it and ")


def test_a_language_that_was_given_up_needs_no_public_rows(third: Revision) -> None:
    other = Document.objects.create(language="es", kind="term", slug="espaciador")
    other.head = other.live = Revision.objects.create(
        document=other, text=third.text, digest=third.digest, origin="file"
    )
    other.save()
    assert list(verify_history()) == []


def test_pictures_whose_bytes_were_changed_are_found_on_the_desk_and_on_the_shelf(writer: User) -> None:
    blob = upload(photograph(), by=writer)
    published_picture(blob.name, by=writer)
    assert list(verify_history()) == []
    damage(Blob.objects.get(), content=b"x" * blob.weight)
    desk = f"uploaded picture {blob.digest}: its bytes are not those of its digest; {BY_HAND}"
    assert list(verify_history()) == [desk]
    [hung] = PictureFile.objects.all()
    PictureFile.objects.update(content=b"x")
    shelf = f"/pictures/{hung.short}: it is not the picture that its document names; {TAKE_DOWN}"
    assert list(verify_history()) == [desk, shelf]
    PictureFile.objects.all().delete()
    gone = f"picture:scar: readers do not get its file {blob.name}; run: {REBUILD}"
    assert list(verify_history()) == [desk, gone]


def test_missing_triggers_are_found(third: Revision) -> None:
    triggers.lift(connection)
    found = list(verify_history())
    assert found[0] == (
        f"trigger portal_revision_no_{'update' if connection.vendor == 'sqlite' else 'change'}: it is missing, so "
        "history can be changed; run: python3 manage.py migrate"
    )
    assert len(found) == len(triggers.missing(connection))


def test_an_owner_whom_nobody_named_is_found(spacer: Document, writer: User) -> None:
    Document.objects.filter(pk=spacer.pk).update(owner=writer)
    (found,) = verify_history()
    assert found.startswith("procedure:interspinous-spacer (en): its owner or deputy is not the one of its last hand")


def test_the_command_counts_what_is_whole_and_fails_for_what_is_not(committed: None) -> None:
    said, complained = StringIO(), StringIO()
    call_command("verify_history", stdout=said)
    assert said.getvalue() == (
        "History is whole: 8 documents, 11 revisions, 5 approvals, 11 publications, 1 confirmations, 1 schedulings, "
        "1 sign offs, 1 handovers, 10 editions, 2 uploaded pictures\n"
    )
    Document.objects.filter(slug="spinal-stenosis").update(live=None)
    with pytest.raises(SystemExit) as stopped:
        call_command("verify_history", stderr=complained)
    assert stopped.value.code == 1
    assert complained.getvalue().splitlines()[-1].startswith("1 faults in 8 documents")


def test_the_command_does_not_judge_tables_of_another_version(committed: None) -> None:
    MigrationRecorder(connection).migration_qs.filter(app="portal").delete()
    with pytest.raises(CommandError, match=r"older than this portal\. Run: python3 manage\.py migrate"):
        call_command("verify_history")
