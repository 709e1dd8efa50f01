"""Reminders: one e-mail a person with what waits for them and has not been said within the last week."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import groupby
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from portal.desk.care.standing import Standing, standing
from portal.desk.care.waiting import HEADINGS, Matter, matters_of
from portal.desk.documents import Document
from portal.desk.people import User, people_here

# A person is told of a matter again after this time, if it still stands.
AGAIN_AFTER = timedelta(days=7)
# A run that claimed a reminder and has not sent it by then was killed.
GIVEN_UP_AFTER = timedelta(minutes=15)
# Nothing asks for older ones.
KEPT_FOR = timedelta(days=90)

# The address of a screen of a document, below the site's own.
Link = Callable[[Document, str], str]


class Reminder(models.Model):
    """A person is being told of one matter (`sent_at` empty), or has been. No row of history: a claim can be undone."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    item = models.CharField(max_length=120)
    told_on = models.DateField()
    claimed_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "item", "told_on"], name="nobody_is_told_twice_on_one_day")
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.item} on {self.told_on}"


@dataclass
class Reminded:
    """What one run did: how many matters each person was told of, and whose mail failed, with the reason."""

    sent: list[tuple[User, int]] = field(default_factory=list)
    failed: list[tuple[User, str]] = field(default_factory=list)


def remind(*, site_url: str, link: Link) -> Reminded:
    """Send everybody what is new for them, or has stood for another week since they were told.

    A reminder is claimed in the database first, in a transaction of its own, then sent, then noted as sent. So two
    runs at once send one mail; a mail that fails is given back and tried by the next run; and where a run is killed
    between sending and noting, that one mail is sent a second time. Told twice is better than never.
    """
    done = Reminded()
    Reminder.objects.filter(told_on__lt=timezone.localdate() - KEPT_FOR).delete()
    with override(settings.LANGUAGE_CODE):
        stands = standing()
        for person in people_with_mail():
            _remind_one(person, stands, done, site_url, link)
    return done


def waiting_to_be_told() -> list[tuple[User, int]]:
    """How many matters the next run would tell each person of; nothing is written or sent."""
    today = timezone.localdate()
    with override(settings.LANGUAGE_CODE):
        stands = standing()
        counts = [(person, len(_untold(person, matters_of(person, stands), today))) for person in people_with_mail()]
    return [(person, count) for person, count in counts if count]


def people_with_mail() -> models.QuerySet[User]:
    """Everybody who may sign in to the desk and has an address."""
    return people_here().exclude(email="").order_by("pk")


def _remind_one(person: User, stands: Standing, done: Reminded, site_url: str, link: Link) -> None:
    claimed = _claim(person, matters_of(person, stands))
    if not claimed:
        return
    matters, rows = zip(*claimed, strict=True)
    mine = Reminder.objects.filter(pk__in=[row.pk for row in rows])
    try:
        _mail(person, matters, site_url, link).send()
    except (SMTPException, OSError, ValueError) as error:  # an address that is none stops nobody else's mail
        mine.delete()
        done.failed.append((person, str(error)))
        return
    mine.update(sent_at=timezone.now())
    done.sent.append((person, len(matters)))


@transaction.atomic
def _claim(person: User, matters: list[Matter]) -> list[tuple[Matter, Reminder]]:
    """The matters that are to be told now, each with its row, which no other run can write besides."""
    User.objects.select_for_update().get(pk=person.pk)
    unsent = Reminder.objects.filter(person=person, sent_at__isnull=True)
    unsent.filter(claimed_at__lt=timezone.now() - GIVEN_UP_AFTER).delete()
    today = timezone.localdate()
    return [
        (matter, Reminder.objects.create(person=person, item=matter.key, told_on=today))
        for matter in _untold(person, matters, today)
    ]


def _untold(person: User, matters: Iterable[Matter], today: date) -> list[Matter]:
    recent = Reminder.objects.filter(person=person, told_on__gt=today - AGAIN_AFTER)
    told = set(recent.values_list("item", flat=True))
    return [matter for matter in matters if matter.key not in told]


def _mail(person: User, matters: Iterable[Matter], site_url: str, link: Link) -> EmailMessage:
    many = list(matters)
    lines = [_("Hello %(who)s,") % {"who": person.called}, "", _("this waits for you on the desk of the portal."), ""]
    for heading, some in groupby(many, key=lambda matter: matter.heading):
        lines += [str(HEADINGS[heading]).upper(), ""]
        for matter in some:
            kind = str(matter.document.kind_row.name)
            address = site_url.rstrip("/") + link(matter.document, matter.screen)
            lines += [f"- {matter.title} ({kind})", f"  {matter.words}", f"  {address}", ""]
    lines += [
        _("You are told of each of these again after a week, as long as it waits."),
        _("This message was sent by itself; nobody reads answers to it."),
    ]
    said = ngettext("Spine portal: one thing waits for you", "Spine portal: %(count)s things wait for you", len(many))
    return EmailMessage(said % {"count": len(many)}, "\n".join(lines), to=[person.email])
