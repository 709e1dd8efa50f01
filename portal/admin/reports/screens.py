"""The list of reports, any of them as a screen, and any of them as a file."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from portal.admin.permissions import may
from portal.admin.reports.register import REPORTS
from portal.admin.reports.spreadsheets import lines
from portal.admin.reports.tables import A_PAGE, Asked, Report


def every_report(request: HttpRequest, frame: dict[str, Any]) -> HttpResponse:
    """What reports there are, and what each is good for."""
    found = [report for report in REPORTS.values() if may(request.user, report.permission)]
    if not found:
        raise PermissionDenied
    return TemplateResponse(request, "admin/reports/every.html", frame | {"title": _("Reports"), "reports": found})


def one_report(request: HttpRequest, frame: dict[str, Any], slug: str) -> HttpResponse:
    """A report as a table, a hundred rows at a time."""
    report = _report(request, slug)
    form = report.form(request.GET or None)
    asked = Asked(request.user, form.chosen)
    page = Paginator(report.table(asked), A_PAGE).get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    context = frame | {
        "title": report.name,
        "report": report,
        "form": form,
        "page": page,
        "rows": [list(zip(report.columns, row, strict=True)) for row in page],
        "picture": report.picture(asked) if report.picture else None,
        "empty": "" if page.paginator.count else report.empty(),
        "query": query.urlencode(),
    }
    return TemplateResponse(request, "admin/reports/one.html", context)


def as_file(request: HttpRequest, slug: str) -> HttpResponse | StreamingHttpResponse:
    """The same rows, all of them, for a spreadsheet."""
    report = _report(request, slug)
    table = report.table(Asked(request.user, report.form(request.GET or None).chosen))
    name = f"{report.slug}-{timezone.localdate():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingHttpResponse(lines(report, table), content_type="text/csv; charset=utf-8", headers=headers)


def _report(request: HttpRequest, slug: str) -> Report:
    report = REPORTS.get(slug)
    if report is None:
        raise Http404("no such report")
    if not may(request.user, report.permission):
        raise PermissionDenied
    return report
