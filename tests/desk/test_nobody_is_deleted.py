"""People stay, whichever way code tries to delete them: history names them."""

import pytest
from django.db import transaction

from portal.desk.people import PeopleStay, User
from tests.admin.doors import person


def test_nobody_is_deleted_by_code_either(db: None) -> None:
    user = person()
    for delete in (user.delete, User.objects.all().delete, User.objects.filter(username="ward").delete):
        with pytest.raises(PeopleStay, match="Set is_active to False instead"), transaction.atomic():
            delete()
    assert User.objects.filter(pk=user.pk).exists()
