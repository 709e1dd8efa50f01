"""History never changes: the model refuses, and the database refuses what goes around the model."""

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction
from django.db.models.signals import post_migrate

from portal.desk.documents import Document, Origin, Revision
from portal.desk.people import User
from portal.desk.pictures.blobs import upload
from portal.desk.vault import triggers
from portal.shelf.editions import Edition
from portal.shelf.permanence import HistoryIsPermanent, PermanentRow
from tests.pictures import drawn_png

pytestmark = pytest.mark.django_db


def test_a_saved_revision_refuses_to_be_saved_again(spacer: Document) -> None:
    revision = spacer.revisions.get()
    revision.text = "changed"
    with pytest.raises(HistoryIsPermanent, match="Write a new row"):
        revision.save()
    assert Revision.objects.get(pk=revision.pk).text != "changed"


def test_rows_of_history_refuse_to_be_deleted_or_updated_by_any_queryset(spacer: Document) -> None:
    for refused in (
        lambda: spacer.revisions.get().delete(),
        lambda: Revision.objects.all().delete(),
        lambda: Revision.objects.update(note="x"),
        lambda: Edition.objects.update(html=""),
        lambda: Revision.objects.bulk_update(list(Revision.objects.all()), ["note"]),
    ):
        with pytest.raises(HistoryIsPermanent):
            refused()


@pytest.mark.parametrize("table", triggers.PERMANENT_TABLES)
def test_the_database_itself_refuses_update_and_delete(spacer: Document, writer: User, table: str) -> None:
    _one_row_in_each(spacer, writer)
    for statement in (f"UPDATE {table} SET id = id + 1000", f"DELETE FROM {table}"):  # noqa: S608  names of ours
        refusal = pytest.raises(DatabaseError, match="history is permanent")
        with refusal, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="REPLACE is SQLite's own")
@pytest.mark.parametrize("table", triggers.PERMANENT_TABLES)
def test_no_row_is_put_out_of_the_way_by_another(spacer: Document, writer: User, table: str) -> None:
    _one_row_in_each(spacer, writer)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table} LIMIT 1")  # noqa: S608  names of ours
        row, columns = cursor.fetchone(), [column[0] for column in cursor.description]
    others = {"same key": row}
    if table == "portal_blob":
        others["same bytes"] = (10_000, *row[1:])
    if table in ("portal_edition", "portal_confirmation"):
        others["same name"] = tuple(10_000 if name == "id" else cell for name, cell in zip(columns, row, strict=True))
    for other in others.values():
        refusal = pytest.raises(DatabaseError, match="history is permanent")
        with refusal, transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"REPLACE INTO {table} VALUES ({', '.join(['%s'] * len(other))})", other)  # noqa: S608


def test_a_database_without_triggers_written_for_it_is_refused() -> None:
    class Strange:
        vendor = "oracle"

    with pytest.raises(triggers.UnknownDatabase, match="use SQLite or PostgreSQL"):
        triggers.hold(Strange())


def test_a_trigger_that_a_migration_dropped_is_back_after_it() -> None:
    name = "portal_revision_no_delete" if connection.vendor == "sqlite" else "portal_revision_no_change"
    table = "" if connection.vendor == "sqlite" else " ON portal_revision"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}{table}")
    assert triggers.missing(connection) == [name]
    portal = apps.get_app_config("portal")
    for _time in range(2):
        post_migrate.send(sender=portal, app_config=portal, using="default", verbosity=0, interactive=False)
        assert triggers.missing(connection) == []


def test_every_sort_of_history_is_held_by_triggers() -> None:
    models = [model for model in apps.get_models() if issubclass(model, PermanentRow)]
    assert sorted(model._meta.db_table for model in models) == sorted(triggers.PERMANENT_TABLES)


def test_lifting_twice_and_holding_twice_are_as_good_as_once() -> None:
    triggers.lift(connection)
    triggers.lift(connection)
    each = {"sqlite": 3, "postgresql": 2}[connection.vendor]
    assert len(triggers.missing(connection)) == each * len(triggers.PERMANENT_TABLES)
    triggers.hold(connection)
    triggers.hold(connection)
    assert triggers.missing(connection) == []


@pytest.mark.parametrize(
    ("fields", "constraint"),
    [
        ({"digest": "x" * 63}, "a_digest_is_a_sha_256"),
        ({"origin": Origin.STAFF}, "a_staff_revision_has_an_author"),
    ],
)
def test_a_revision_that_breaks_a_rule_is_refused_by_its_constraint(
    spacer: Document, fields: dict[str, str], constraint: str
) -> None:
    right = {"document": spacer, "text": "", "digest": "0" * 64, "origin": Origin.FILE}
    with pytest.raises(DatabaseError, match=constraint), transaction.atomic():
        Revision.objects.create(**(right | fields))


def test_only_a_merge_has_two_parents(spacer: Document) -> None:
    first = spacer.revisions.get()
    with pytest.raises(DatabaseError, match="only_a_merge_has_two_parents"), transaction.atomic():
        Revision.objects.create(
            document=spacer, text="", digest="0" * 64, origin=Origin.FILE, parent=first, merges=first
        )


def _one_row_in_each(spacer: Document, writer: User) -> None:
    """Library and load leave revisions, publications and editions; decisions are made here."""
    from datetime import date

    from portal.desk import reviewing, withdrawing
    from portal.desk.approvals import Approval, Confirmation, Decision, Publication, Scheduling
    from portal.desk.care.stewardship import Handover
    from portal.shelf.treatments import Procedure

    upload(drawn_png(), by=writer)
    Approval.objects.create(revision=spacer.head, decision=Decision.SUBMITTED, by=writer)
    withdrawing.withdraw(Document.objects.get(slug="questions"), by=writer, note="outdated")
    Handover.objects.create(document=spacer, owner=writer, by=writer)
    Scheduling.objects.create(revision=spacer.head, by=writer)
    Confirmation.objects.create(publication=Publication.objects.unconfirmed().get(), by=writer)
    reviewing.sign_off(
        spacer,
        reading_digest=Procedure.objects.get().reading_digest,
        reviewer_name="A. Demo",
        reviewer_role="Spine surgeon (demo)",
        reviewed_on=date(2026, 1, 1),
        due_on=date(2027, 1, 1),
        by=writer,
    )
