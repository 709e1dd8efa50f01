"""Every way into the desk, tried by somebody who has not come through its door yet."""

from typing import Any

from django.contrib.auth.models import Group
from django.test import Client

from portal.admin.addresses import of_kind
from portal.desk.people import User
from portal.desk.pictures.blobs import upload
from tests.admin.conftest import document
from tests.admin.doors import CODE, LOGIN, OWN, SET_UP
from tests.admin.permission_table import OF_A_DOCUMENT, OF_THE_DESK
from tests.admin.test_permissions import SPACER, _desk_address, address_of
from tests.pictures import drawn_png
from tests.visitors.messages import sent


def opened_by(client: Client, chief: User) -> list[str]:
    """The screens of the desk, besides the steps of signing in themselves, that do not turn this client away."""
    found, group = document(*SPACER), Group.objects.create(name="some role")
    picture, message = upload(drawn_png(), by=chief).name, sent().pk
    ways = {_desk_address(name, chief.pk, group.pk, picture, message) for name in OF_THE_DESK}
    ways -= {LOGIN, OWN, CODE, SET_UP, "/admin/logout/"}
    ways |= {address_of(name, found) for name in OF_A_DOCUMENT if name not in ("changelist", "add")}
    ways |= {of_kind(found.kind_row, name) for name in ("changelist", "add")} | {"/style/", "/admin/no-such-screen/"}
    assert len(ways) > 30
    return [way for way in sorted(ways) for answer in (client.get(way), client.post(way)) if not shut(answer)]


def shut(answer: Any) -> bool:
    """Led to the sign-in, or, where something was sent, shown it again on a page that opens nothing."""
    is_given_back = answer.status_code == 403 and "You have been signed out" in answer.content.decode()
    return is_given_back or (answer.status_code == 302 and answer.url.startswith(f"{LOGIN}?next="))
