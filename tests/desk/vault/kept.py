"""A database with something of everything in it, and what backups of it hold, taken apart and put together again."""

import gzip
import hashlib
import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from django.contrib.auth.models import Group, Permission
from django.utils import timezone
from django_otp.plugins.otp_totp.models import TOTPDevice

from portal.desk import reviewing
from portal.desk.approvals import Publication
from portal.desk.care import stewardship
from portal.desk.care.health import note_health
from portal.desk.care.links import LinkCheck
from portal.desk.care.reminding import Reminder
from portal.desk.documents import Document, Origin, Revision
from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import plan
from portal.desk.factors import new_recovery_codes
from portal.desk.people import User
from portal.desk.pictures.blobs import upload
from portal.desk.sharing import share
from portal.desk.vault.schemas import kept_models
from portal.desk.withdrawing import withdraw
from portal.shelf.treatments import Procedure
from portal.text import frontmatter
from portal.visitors import triage
from tests.desk.four_eyes import publish, schedule
from tests.desk.test_publishing import revised
from tests.library import write_library
from tests.pictures import drawn_png, photograph, published_picture
from tests.visitors.messages import TEXT, sent


class BackupFile(NamedTuple):
    """A backup and the rows that it was made of."""

    path: Path
    rows: dict[str, Any]


def fill(folder: Path) -> None:
    """Library, people, drafts, decisions, a schedule, a merge, a withdrawal, a noted day, a link in, a link out."""
    load(plan(write_library(folder / "content")))
    writer, reviewer = (
        User.objects.create_user(name, password="demo", is_staff=True) for name in ("writer", "reviewer")
    )
    editors = Group.objects.create(name="editors")
    editors.permissions.set(Permission.objects.filter(codename__in=["publish_document", "approve_document"]))
    writer.groups.add(editors)
    TOTPDevice.objects.create(user=reviewer, name="app")
    new_recovery_codes(reviewer)
    reviewer.user_permissions.set(Permission.objects.filter(codename="sign_off_document"))
    spacer = Document.objects.get(slug="interspinous-spacer")
    _merge(spacer, writer)
    reviewing.sign_off(
        spacer,
        reading_digest=Procedure.objects.get().reading_digest,
        reviewer_name="A. Demo",
        reviewer_role="Spine surgeon (demo)",
        reviewed_on=date(2026, 1, 1),
        due_on=date(2027, 1, 1),
        by=reviewer,
    )
    draft = revised(spacer, "is tiny", "is very small", writer)
    reviewing.submit(draft, by=writer, comment="Line\u2028separator, “quotes” and ü")
    schedule(spacer, revision=draft, at=timezone.now() + timedelta(days=1), by=writer)
    withdraw(Document.objects.get(slug="questions"), by=reviewer, note="not now")
    stewardship.hand_over(spacer, owner=writer, deputy=reviewer, by=reviewer)
    Reminder.objects.create(person=writer, item="demo:1", told_on=date(2026, 1, 2))
    note_health()
    LinkCheck.objects.create(
        address="https://a.example/", status="answers", checked_at=timezone.now(), places=["card:x"]
    )
    until = timezone.now() + timedelta(days=3)
    triage.answer(sent(), by=writer, told=triage.Answer("Too hard – “ü”", "We put it simply.", True, TEXT))
    share(revision=draft, html="<p>ü</p>", note="Dr Example", until=until, by=writer)
    reviewing.confirm(Publication.objects.unconfirmed().get(), by=writer, comment="seen")
    scar = upload(photograph(), by=writer)
    upload(drawn_png(), by=writer)
    published_picture(scar.name, by=writer)


def _merge(spacer: Document, writer: User) -> None:
    first = spacer.head
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    spacer.refresh_from_db()
    text = f"{spacer.head.text}\nMerged.\n"
    merge = Revision.objects.create(
        document=spacer,
        text=text,
        digest=frontmatter.digest(text),
        origin=Origin.MERGE,
        parent=spacer.head,
        merges=first,
    )
    spacer.head = merge
    spacer.save(update_fields=["head"])
    publish(spacer, revision=merge, by=writer)


def everything() -> dict[str, Any]:
    """Every kept row of the database in use, cell by cell, and who has which groups and permissions by their names."""
    rows: dict[str, Any] = {
        model._meta.label_lower: list(model._base_manager.order_by("pk").values()) for model in kept_models()
    }
    for model in (Group, User):
        for relation in model._meta.many_to_many:
            name = "name" if relation.related_model is Group else "codename"
            # By name: each database numbers its permissions itself, and a flushed one in another order.
            names = model._base_manager.order_by("pk", f"{relation.name}__{name}")
            rows[f"{model.__name__} {relation.name}"] = list(names.values_list("pk", f"{relation.name}__{name}"))
    return rows


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in gzip.decompress(path.read_bytes()).split(b"\n")[:-1]]


def write_lines(path: Path, lines: list[dict[str, Any]]) -> Path:
    """Write lines as they are, the footer's sum as it may be."""
    path.write_bytes(gzip.compress(b"".join(json.dumps(line).encode() + b"\n" for line in lines)))
    return path


def forged(path: Path, target: Path, change: Callable[[list[dict[str, Any]]], None]) -> Path:
    """A backup with other contents and a sum that agrees with them, as another version might have written it."""
    lines = lines_of(path)
    change(lines)
    written = b"".join(json.dumps(line).encode() + b"\n" for line in lines[:-1])
    lines[-1]["sha256"] = hashlib.sha256(written).hexdigest()
    return write_lines(target, lines)
