"""What the shapes of findings share: groups, intervals, the rules for figures."""

from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.kinds.base import DocumentField, Gap
from portal.kinds.finding.reading import Facts, Reading
from portal.kinds.labels import LabelsField
from portal.kinds.numbers import DecimalField, WholeField
from portal.kinds.rows import RowsField

if TYPE_CHECKING:
    from portal.kinds.form import DocumentForm

USUAL_INTERVAL = 95


class Shape(ABC):
    """One way in which a study can report a result. `fields` stand in the form between the time and the losses."""

    slug: ClassVar[str]
    name: ClassVar[Any]
    fields: ClassVar[Mapping[str, DocumentField]]

    def gaps(self, form: "DocumentForm") -> Iterator[Gap]:
        """What stops publishing beyond fields that are empty."""
        return iter(())

    @abstractmethod
    def read(self, facts: Facts, reading: Reading) -> Reading:
        """The reading with the figures of this shape."""


class IntervalPercentField(WholeField):
    """How wide the interval is; the usual 95 goes without saying, so it is left out of the text."""

    def stored(self, value: Any) -> Any:
        return None if value == USUAL_INTERVAL else value


def interval_fields(*, with_percent: bool) -> dict[str, DocumentField]:
    """The ends of an interval, and its percentage where a study may use another than 95."""
    ends: dict[str, DocumentField] = {
        "interval_low": DecimalField(
            _("Interval from"), _("The lower end of the interval, as reported. Example: −23.6.")
        ),
        "interval_high": DecimalField(
            _("Interval to"), _("The upper end of the interval, as reported. Example: −0.5.")
        ),
    }
    percent = IntervalPercentField(
        _("Interval percentage"), _("Only when it is not 95. Example: 99."), low=1, high=100, such_as="99"
    )
    return ends | ({"interval_percent": percent} if with_percent else {})


def arms_field(columns: Mapping[str, DocumentField], *, least: int, most: int, needed: bool) -> RowsField:
    """The groups of a study, named as they were tested."""
    name = LabelsField(
        _("Group"),
        _("As tested. Example: “told to wait; 39 of 100 later had the operation”."),
        longest=160,
        needed=True,
    )
    help_text = _("The groups as tested, the treatment in question first. Example: “Early surgery”, “Told to wait”.")
    return RowsField(_("Groups"), help_text, columns={"name": name, **columns}, least=least, most=most, needed=needed)


def order_gaps(form: "DocumentForm", low: str, high: str) -> Iterator[Gap]:
    """Both ends of a range or none, the lower one first."""
    start, end = form.value(low), form.value(high)
    names = {"low": form.called(low), "high": form.called(high)}
    if (start is None) != (end is None):
        yield Gap(
            _now("%(low)s and %(high)s belong together; fill in both or none") % names, (low if end is None else high,)
        )
    elif start is not None and start > end:
        yield Gap(_now("%(low)s must not be above %(high)s; swap them or correct one") % names, (low,))
