"""What the list of staff can be narrowed down by."""

from typing import Any

from django.contrib.admin import ModelAdmin, SimpleListFilter
from django.contrib.auth.models import Group
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from portal.desk.people import User


class ByStanding(SimpleListFilter):
    """Who may sign in, and who has left."""

    title, parameter_name = _("signing in"), "standing"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        """The two choices."""
        return [("here", _("may sign in")), ("left", _("have left"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        """Those of one choice; all for any other word in the address."""
        wanted = {"here": True, "left": False}.get(self.value() or "")
        return queryset if wanted is None else queryset.filter(is_active=wanted)


class ByRole(SimpleListFilter):
    """Who has a role."""

    title, parameter_name = _("role"), "role"

    def lookups(self, request: HttpRequest, model_admin: ModelAdmin) -> list[tuple[str, Any]]:
        """Every role."""
        return [(str(pk), name) for pk, name in Group.objects.order_by("name").values_list("pk", "name")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> QuerySet[User]:
        """Those in one role; all for any other word in the address."""
        known = {value for value, _name in self.lookup_choices}
        return queryset.filter(groups=self.value()) if self.value() in known else queryset
