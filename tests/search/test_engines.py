"""What databases do beside their tables for finding: it must outlive a table that is made anew."""

import pytest
from django.apps import apps
from django.db import connection
from django.db.models.signals import post_migrate

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
    post_migrate.send(apps.get_app_config("portal"), app_config=apps.get_app_config("portal"), using="default")
    publish(LIBRARY)
    assert Entry.objects.exists()
    assert find("siatica", Scope("en")).hits[0].address == "/conditions/sciatica/"


def test_a_database_that_the_portal_does_not_know_is_no_engine() -> None:
    with pytest.raises(KeyError):
        engine("oracle")


def test_making_and_dropping_are_each_others_reverse(db: None) -> None:
    with connection.cursor() as cursor:
        engine().drop(cursor.execute)
        engine().create(cursor.execute)
    assert engine().alike("en", "disc", at_most=5) == {}
