"""The first pages of each kind come along the index of titles, in one question."""

import pytest
from pytest_django import DjangoAssertNumQueries

from portal.shelf.first import first_of_each
from tests.library import DOCUMENTS
from tests.views.conftest import Publish
from tests.views.conftest import publish as publish
from tests.views.test_sheets import RISK, many


@pytest.mark.parametrize(
    ("most", "titles"),
    [
        (1, ["Another operation"]),
        (2, ["Another operation", "Harm 00"]),
        (9, ["Another operation", "Harm 00", "Harm 01", "Harm 02"]),
    ],
)
def test_the_first_of_a_kind_by_title(
    publish: Publish, most: int, titles: list[str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    publish(DOCUMENTS | many(RISK, "Harm", 3))
    with django_assert_num_queries(1):
        found = first_of_each(("condition", "risk", "procedure"), "en", most)
    assert [page.title for page in found if page.kind == "risk"] == titles
    assert first_of_each(("risk",), "es", most) == []


def test_kinds_come_in_the_order_asked_for(publish: Publish) -> None:
    publish(DOCUMENTS)
    kinds = [page.kind for page in first_of_each(("risk", "procedure", "condition"), "en", 5)]
    assert kinds == sorted(kinds, key=("risk", "procedure", "condition").index)
    assert set(kinds) == {"risk", "procedure", "condition"}
