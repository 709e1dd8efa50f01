"""Reports as files: every row, and no cell that calculates anything."""

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.admin.reports import tables
from portal.admin.reports.spreadsheets import harmless
from portal.desk.documents import Origin
from portal.desk.drafts import begin
from portal.text.references import Ref
from tests.admin.report_tables import file_of
from tests.library import DOCUMENTS

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("\nx", "'\nx"),
        ("＝1", "'＝1"),
        ("=cmd|' /C calc'!A0", "'=cmd|' /C calc'!A0"),
        ("a=1", "a=1"),
        ("'=1", "'=1"),
        ("", ""),
        (-1, -1),
        (1.5, 1.5),
    ],
)
def test_no_cell_of_a_file_is_a_formula(value, written):
    assert harmless(value) == written


def test_a_hostile_title_and_note_are_only_words_in_the_file(loaded, reader, author):
    text = DOCUMENTS["en/guides/questions.md"].replace("Questions to ask", '"=HYPERLINK(1)"')
    note = '@x,"y"\n=1'
    begin(ref=Ref("guide", "bad"), language="en", text=text, author=author, origin=Origin.STAFF, note=note)
    [_names, first, *_rest], answer = file_of(reader, "changes")
    assert (first[3], first[6]) == ("'=HYPERLINK(1)", f"'{note}")
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == f'attachment; filename="changes-{timezone.localdate()}.csv"'
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_file_has_every_row_the_mark_of_utf_8_and_dates_that_sort(loaded, reader, author, monkeypatch):
    monkeypatch.setattr(tables, "A_PIECE", 2)
    written, answer = file_of(reader, "health")
    assert written[0][:4] == ["Page", "Kind", "Language", "School grade"]
    assert sorted(row[0] for row in written[1:]) == [
        "A narrowed spinal canal",
        "A spacer between the bones",
        "Another operation",
        "Questions to ask",
    ]
    again = reader.get(reverse("admin:report_csv", args=("changes",)))
    whole = b"".join(again.streaming_content)
    assert whole.startswith(b"\xef\xbb\xbfWhen,")
    assert f"{timezone.localtime():%Y-%m-%d}" in whole.decode().splitlines()[1][:10]
    assert answer.streaming
