"""How the library has gone from day to day: a row a day, and two lines drawn from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from portal.admin.reports.tables import Asked, Filter, Report, Table
from portal.desk.care.health import Health

# The drawing's units; a stylesheet makes them as wide as the screen has room for.
WIDTH, HEIGHT, EDGE = 600, 120, 8
MOST_DAYS = 366


@dataclass(frozen=True)
class Line:
    """A line through some days. `points` are for SVG; `words` say the same to whoever cannot see it."""

    name: Any
    points: str
    last: tuple[float, float]
    low: float
    high: float
    words: str


class LanguageFilter(Filter):
    """Which language to show, where there are several."""

    language = forms.ChoiceField(label=_("Language"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(settings.LANGUAGES) == 1:
            del self.fields["language"]
            return
        self.fields["language"].choices = settings.LANGUAGES
        self.fields["language"].initial = settings.LANGUAGE_CODE


def _days(asked: Asked) -> Any:
    return Health.objects.newest_first().of_language(asked.chosen.get("language") or settings.LANGUAGE_CODE)


def table(asked: Asked) -> Table:
    """One language's days, the newest first."""
    return Table(_days(asked), _drawn)


def _drawn(rows: list[Health]) -> Iterator[tuple[Any, ...]]:
    for row in rows:
        grades = round(row.mean_grade, 1), round(row.highest_grade, 1)
        yield row.on, row.pages, *grades, row.reviewed, row.overdue, row.changed, row.awaiting


def picture(asked: Asked) -> list[Line]:
    """Lines of the mean grade and of the share of reviewed pages, over a year at most; none before the second day."""
    days = list(_days(asked)[:MOST_DAYS])[::-1]
    if len(days) < 2:
        return []
    share = [100 * day.reviewed / day.pages if day.pages else 0 for day in days]
    return [
        line(_now("Mean school grade"), [day.mean_grade for day in days]),
        line(_now("Pages with a review that holds, in percent"), share),
    ]


def line(name: str, values: list[float]) -> Line:
    """The values, at equal distances, from the lowest at the foot of the drawing to the highest at its top."""
    low, high = min(values), max(values)
    step = (WIDTH - 2 * EDGE) / (len(values) - 1)
    scale = (HEIGHT - 2 * EDGE) / (high - low) if high > low else 0
    middle = 0 if high > low else (HEIGHT - 2 * EDGE) / 2
    places = [
        (round(EDGE + at * step, 1), round(HEIGHT - EDGE - middle - (value - low) * scale, 1))
        for at, value in enumerate(values)
    ]
    words = _now(
        "%(name)s: %(first).1f on the first day shown, %(last).1f on the last; lowest %(low).1f, highest %(high).1f."
    )
    said = words % {"name": name, "first": values[0], "last": values[-1], "low": low, "high": high}
    return Line(name, " ".join(f"{x},{y}" for x, y in places), places[-1], round(low, 1), round(high, 1), said)


REPORT = Report(
    "trend",
    _("From day to day"),
    _("How many pages there were, how they read and how many were reviewed, noted once a day."),
    (
        *(_("Day"), _("Pages"), _("Mean grade"), _("Highest grade")),
        *(_("Reviewed"), _("Overdue"), _("Changed since"), _("Awaiting")),
    ),
    table,
    lambda: _now("No day has been noted yet. The desk notes one a day by itself."),
    LanguageFilter,
    picture=picture,
)
