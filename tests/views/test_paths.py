"""Before and after: guides are read in a patient's order."""

from django.http import HttpRequest
from django.test import Client

from portal.shelf.pages import Condition, Guide
from portal.views.paths import path_through
from tests.library import DOCUMENTS
from tests.views.conftest import Publish
from tests.views.test_pages import text

GUIDE = """---
format: 1
title: {title}
summary: x
short_answer: Some words.
stage: {stage}
position: {position}
---

## Words

Some words.
"""


def guides(*rows: tuple[str, str, int]) -> dict[str, str]:
    """Guides as documents, each from its name, stage and position."""
    return {
        f"en/guides/{name}.md": GUIDE.format(title=f"Guide {name}", stage=stage, position=position)
        for name, stage, position in rows
    }


THREE = guides(("a", "recovering", 1), ("b", "pain", 2), ("c", "pain", 1))


def neighbours(slug: str) -> tuple[str | None, str | None]:
    path = path_through(HttpRequest(), Guide.objects.get(slug=slug), "")
    assert path is not None
    return path.before and path.before.slug, path.after and path.after.slug


def test_guides_follow_each_other_by_stage_and_position(publish: Publish) -> None:
    publish(THREE)
    assert [neighbours(slug) for slug in "cba"] == [(None, "b"), ("c", "a"), ("b", None)]


def test_a_page_links_to_the_one_before_and_the_one_after(client: Client, publish: Publish) -> None:
    publish(THREE)
    page = text(client, "/guides/b/")
    assert '<a href="/guides/c/" rel="prev"><span>Before this</span> Guide c</a>' in page
    assert '<a href="/guides/a/" rel="next"><span>Next</span> Guide a</a>' in page
    assert 'rel="prev"' not in text(client, "/guides/c/")


def test_the_rules_of_another_country_are_not_on_the_path(publish: Publish) -> None:
    publish({**THREE, "en/guides/d.md": GUIDE.format(title="D", stage="pain\ncountry: US", position=3)})
    assert neighbours("b") == ("c", "a")


def test_kinds_without_an_order_have_no_path(publish: Publish) -> None:
    publish(DOCUMENTS)
    assert path_through(HttpRequest(), Condition.objects.first(), "") is None
