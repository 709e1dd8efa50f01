"""Who may do what. All kinds share the permissions of Document, so that one role covers every entry."""

from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.desk.people import User, people_here, permissions_for


def may(user: Any, verb: str) -> bool:
    """Whether a user may `verb` documents; somebody who has not signed in may nothing."""
    return isinstance(user, User) and user.may(verb)


def who_may(verb: str) -> str:
    """The people who may `verb` documents, by name: for telling somebody whom to ask."""
    return _named(holders(permissions_for(verb))) or _("nobody has this right yet")


def who_gives_roles() -> str:
    """The people who may change accounts and roles, by name."""
    return _named(holders(["change_user"])) or _("whoever set this site up")


def holders(codenames: Iterable[str]) -> list[User]:
    """Active staff with one of the portal's permissions, directly or by a role; superusers where nobody else has it."""
    wanted = Permission.objects.filter(codename__in=list(codenames), content_type__app_label="portal").values("pk")
    staff = people_here()
    of_role_or_own = Q(groups__permissions__in=wanted) | Q(user_permissions__in=wanted)
    return list(staff.filter(of_role_or_own).distinct()) or list(staff.filter(is_superuser=True))


def _named(people: Iterable[User]) -> str:
    return ", ".join(person.called for person in people)
