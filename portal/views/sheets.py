"""Long lists, a sheet at a time: the first one at the list's own address, the others below it."""

from collections.abc import Callable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.urls.converters import IntConverter

# Entries of one sheet; more would be heavy on an old telephone, and nobody reads so far.
MOST = 100


class OtherSheet(IntConverter):
    """The number of a sheet in an address, from 2 on: the first one has the list's own address, and no second."""

    regex = "[2-9]|[1-9][0-9]{1,4}"


def sheet_of(
    rows: "QuerySet[Any]",
    number: int,
    address: Callable[[int], str],
    *,
    count: int | None = None,
    may_be_empty: bool = False,
) -> dict[str, Any]:
    """What a template needs of sheet `number`, counted from 1: its entries, and the addresses of sheets.

    Of many sheets those at both ends and around this one are named, so that the foot of a list does not grow with it;
    a sign without an address stands for the rest. One query, and one more to count the rows where their `count` is not
    known. Http404 for a sheet that is not there; a list that is empty has none, unless it `may_be_empty`.
    """
    sheets = Paginator(rows, MOST, allow_empty_first_page=may_be_empty)
    if count is not None:
        sheets.count = count
    if number not in sheets.page_range:
        raise Http404("this list has fewer sheets")
    named = sheets.get_elided_page_range(number)
    return {
        "sheet": sheets.page(number),
        "sheets": [(each, address(each) if isinstance(each, int) else "") for each in named],
    }


def addresses_below(name: str, **address: Any) -> Callable[[int], str]:
    """Where the sheets of the list called `name` are: the first at its own address, others at that of `name`-sheet."""

    def of(number: int) -> str:
        if number == 1:
            return reverse(name, kwargs=address)
        return reverse(f"{name}-sheet", kwargs={**address, "number": number})

    return of
