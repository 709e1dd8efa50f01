"""The table of reports, in the order of the work. A new report is a module here and a row of this table."""

from portal.admin.reports import balance, changes, health, links, reviews, scheduled, trend, unanswered, waiting
from portal.admin.reports.tables import Report

_ROWS: tuple[Report, ...] = (
    waiting.REPORT,
    scheduled.REPORT,
    reviews.REPORT,
    health.REPORT,
    trend.REPORT,
    balance.REPORT,
    links.REPORT,
    unanswered.REPORT,
    changes.REPORT,
)
REPORTS = {report.slug: report for report in _ROWS}
