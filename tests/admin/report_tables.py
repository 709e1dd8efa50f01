"""Reading reports as people and spreadsheets do."""

import csv
import io

from django.urls import reverse

from tests.admin.forms import parsed


def place(slug, query=""):
    return reverse("admin:report", args=(slug,)) + query


def rows(client, slug, query=""):
    """The cells of a report, row by row, as text."""
    answer = client.get(place(slug, query))
    assert answer.status_code == 200
    bodies = [table.find("tbody") for table in parsed(answer).iter("table")]
    return [[" ".join("".join(cell.itertext()).split()) for cell in row] for body in bodies for row in body]


def file_of(client, slug, query=""):
    """The CSV file, read as a spreadsheet would, and the answer."""
    answer = client.get(reverse("admin:report_csv", args=(slug,)) + query)
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text))), answer
