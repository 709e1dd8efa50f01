"""What databases do beside their tables for finding: it must outlive a table that is made anew."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models.signals import post_migrate
from django.test.utils import CaptureQueriesContext

from portal.search.asked import Scope
from portal.search.engines import engine
from portal.search.entries import Entry
from portal.search.finding import find
from tests.search.conftest import Publish
from tests.search.library import LIBRARY

CUT_OFF = ("portal_entry_outline_comes", "portal_entry_whole_comes", "portal_word_comes")


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="only SQLite loses what follows a table")
def test_after_a_migration_the_index_follows_its_table_again(publish: Publish) -> None:
    with connection.cursor() as cursor:
        for trigger in CUT_OFF:
            cursor.execute(f"DROP TRIGGER {trigger}")
        cursor.execute("DROP INDEX portal_entry_scopes")
    post_migrate.send(apps.get_app_config("portal"), app_config=apps.get_app_config("portal"), using="default")
    publish(LIBRARY)
    assert Entry.objects.exists()
    assert find("siatica", Scope("en")).hits[0].address == "/conditions/sciatica/"


@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="SQLite's own words for how it reads")
@pytest.mark.parametrize("scope", [Scope("en"), Scope("en", ("risk",), "first_visit", "GB")])
def test_whether_an_entry_is_in_scope_is_known_without_reading_it(publish: Publish, scope: Scope) -> None:
    publish(LIBRARY)
    with CaptureQueriesContext(connection) as asked:
        engine().named(["s"], scope, at_most=3)
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {asked.captured_queries[0]['sql']}")
        steps = [row[3] for row in cursor.fetchall()]
    read = [step.split(" (")[0] for step in steps if " entry" in step]
    assert read == ["SEARCH entry USING COVERING INDEX portal_entry_scopes"]
    # What holds the word is found first, and only that is judged.
    [words] = [place for place, step in enumerate(steps) if "portal_entry_outline VIRTUAL TABLE" in step]
    [scopes] = [place for place, step in enumerate(steps) if "portal_entry_scopes" in step]
    assert words < scopes


def test_a_database_that_the_portal_does_not_know_is_no_engine() -> None:
    with pytest.raises(KeyError):
        engine("oracle")


def test_making_and_dropping_are_each_others_reverse(db: None) -> None:
    with connection.cursor() as cursor:
        engine().drop(cursor.execute)
        engine().create(cursor.execute)
    assert engine().alike("en", "disc", at_most=5) == {}
