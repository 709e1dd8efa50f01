"""Addresses outside to which readers are sent, and whether they still answer."""

import html
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models.functions import TruncDate
from django.utils import timezone
from django.utils.encoding import iri_to_uri

from portal.desk.care.knocking import Answer, Status, knock_everywhere
from portal.shelf.reference import Clinic, Source
from portal.shelf.rows import ROWS

LONGEST = 1000
OUTWARD = re.compile(r'href="(https?://[^"]+)"')


class LinkCheckQuerySet(models.QuerySet["LinkCheck"]):
    """Reading what came of knocking."""

    def that(self, status: str) -> Self:
        """Addresses of which this came when they were last asked; those that have failed longest come first."""
        return self.filter(status=status).order_by("failed_since", "address")

    def dead(self) -> Self:
        """Failing ones that have failed on two different days: one bad day is no reason to change a page."""
        days = self.annotate(failed_on=TruncDate("failed_since"), checked_on=TruncDate("checked_at"))
        return days.that(Status.FAILS).filter(failed_on__lt=models.F("checked_on"))


class LinkCheck(models.Model):
    """What came of knocking at one address last. `places` are documents, such as "source:moojen-2013", that name it.

    `failed_since` is the first failure of those that no answer has ended yet.
    """

    address = models.CharField(max_length=LONGEST, unique=True)
    status = models.CharField(max_length=12)
    reason = models.CharField(max_length=60, blank=True)
    failed_since = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField()
    places = models.JSONField(default=list, blank=True)

    objects = LinkCheckQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(status=Status.FAILS.value) | models.Q(failed_since__isnull=False),
                name="a_failing_link_says_since_when",
            )
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.status}"

    @property
    def is_dead(self) -> bool:
        """Whether it has failed on two different days, in the clinic's time zone."""
        if self.status != Status.FAILS or self.failed_since is None:
            return False
        return timezone.localdate(self.failed_since) < timezone.localdate(self.checked_at)


@dataclass
class Checked:
    """How many addresses answered, failed, or did not let us tell; `is_cut_off` where nobody at all was reached."""

    answers: int = 0
    fails: int = 0
    cannot_tell: int = 0
    is_cut_off: bool = False


def addresses_outside() -> dict[str, list[str]]:
    """Every address that live content sends readers to, with the documents that name it.

    Taken from the finished pages, so that it is what readers can press, and from sources and the clinic's settings.
    """
    places: dict[str, set[str]] = defaultdict(set)
    for place, address in (*_of_finished_content(), *_of_sources(), *_of_the_clinic()):
        ascii_only = iri_to_uri(address.partition("#")[0]) or ""
        if len(ascii_only) <= LONGEST:
            places[ascii_only].add(place)
    return {address: sorted(places[address], key=_mended_first) for address in sorted(places)}


def _mended_first(place: str) -> tuple[bool, str]:
    """Sources first: a page shows their addresses, but there they are mended."""
    return not place.startswith("source:"), place


def _of_finished_content() -> Iterator[tuple[str, str]]:
    for kind, row_class in ROWS.items():
        rows = row_class._default_manager.exclude(edition__html="").values_list("slug", "edition__html")
        for slug, finished in rows.iterator():
            yield from ((f"{kind}:{slug}", html.unescape(found)) for found in OUTWARD.findall(finished))


def _of_sources() -> Iterator[tuple[str, str]]:
    for slug, url, doi in Source.objects.values_list("slug", "url", "doi"):
        yield from ((f"source:{slug}", found) for found in (url, doi and f"https://doi.org/{doi}") if found)


def _of_the_clinic() -> Iterator[tuple[str, str]]:
    for row in Clinic.objects.all():
        for value in row.fields.values():
            if isinstance(value, str) and value.startswith(("https://", "http://")):
                yield f"clinic:{row.slug}", value


def check_links(*, pause: float, is_private_allowed: bool = False) -> Checked:
    """Knock at every address and note what came of it; addresses that no content names any more are forgotten.

    Where not one server could be reached, the fault is on our side: nothing is noted.
    """
    places = addresses_outside()
    answers = dict(knock_everywhere(places, pause=pause, is_private_allowed=is_private_allowed))
    if answers and all(answer.is_nobody for answer in answers.values()):
        return Checked(is_cut_off=True)
    known = LinkCheck.objects.in_bulk(list(places), field_name="address")
    now, done = timezone.now(), Checked()
    for address, answer in answers.items():
        note(known.get(address) or LinkCheck(address=address), answer, now, places[address])
        done.answers += answer.status is Status.ANSWERS
        done.fails += answer.status is Status.FAILS
        done.cannot_tell += answer.status is Status.CANNOT_TELL
    LinkCheck.objects.filter(checked_at__lt=now).delete()
    return done


def note(row: LinkCheck, answer: Answer, now: datetime, places: Iterable[str]) -> None:
    """Note one answer. An answer ends a failure; being turned away leaves it open whether it has ended."""
    row.status, row.reason, row.checked_at, row.places = answer.status, answer.reason[:60], now, list(places)
    if answer.status is Status.ANSWERS:
        row.failed_since = None
    elif answer.status is Status.FAILS and row.failed_since is None:
        row.failed_since = now
    row.save()
