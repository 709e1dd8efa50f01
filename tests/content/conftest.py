"""The shipped content, loaded once for the module that asks for it."""

import pytest
from django.conf import settings

from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import Plan, plan


@pytest.fixture(scope="session")
def shipped_plan(django_db_setup: None, django_db_blocker: pytest.FixtureRequest) -> Plan:
    """What loading content/ into an empty desk would do."""
    with django_db_blocker.unblock():
        return plan(settings.CONTENT_DIR)


@pytest.fixture(scope="module")
def site(django_db_setup: None, django_db_blocker: pytest.FixtureRequest, shipped_plan: Plan) -> object:
    """The whole shipped library, published; taken back when the module is done."""
    from django.db import transaction

    with django_db_blocker.unblock(), transaction.atomic():
        load(shipped_plan)
        yield
        transaction.set_rollback(True)
