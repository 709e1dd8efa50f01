"""The people of the clinic who edit the portal. Patients have no accounts."""

from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice

# What other permissions let one do with documents too: whoever has one of these may do it.
GRANTED_BY = {
    "view": ("view", "change"),
    "submit": ("change",),
    "bring_back": ("change",),
    "schedule": ("publish",),
    "unschedule": ("publish",),
    "correct": ("publish",),
    "withdraw": ("publish",),
    "send_back": ("approve",),
    "confirm": ("publish", "approve"),
}


def permissions_for(verb: str) -> list[str]:
    """The permissions, as codenames, any one of which lets somebody `verb` documents."""
    return [f"{name}_document" for name in GRANTED_BY.get(verb, (verb,))]


class User(AbstractUser):
    """A staff member. Own model from the first migration on, so that it can grow without a painful swap.

    `role` and `registration` are what readers see beside a clinical review of this person. `must_change_password` holds
    from the moment when somebody else has set the password until this person has chosen their own.
    """

    role = models.CharField(
        _("role, as patients see it"),
        max_length=120,
        blank=True,
        help_text=_("Example: “consultant spinal surgeon”."),
    )
    registration = models.CharField(
        _("registration"),
        max_length=120,
        blank=True,
        help_text=_("The number in the register of the profession, if there is one."),
    )
    must_change_password = models.BooleanField(_("must choose an own password"), default=False, editable=False)

    class Meta(AbstractUser.Meta):
        verbose_name = "staff member"
        verbose_name_plural = "staff"

    def may(self, verb: str) -> bool:
        """Whether this person may `verb` documents."""
        return any(self.has_perm(f"portal.{name}") for name in permissions_for(verb))

    @property
    def is_here(self) -> bool:
        """Whether this person may still sign in to the desk; otherwise they have left."""
        return self.is_active and self.is_staff

    @property
    def called(self) -> str:
        """The name by which colleagues know this person."""
        return self.get_full_name() or self.get_username()

    @cached_property
    def has_app(self) -> bool:
        """Whether this person has set up an app that shows codes. Looked up once: each screen asks several times."""
        return bool(TOTPDevice.objects.filter(user=self, confirmed=True).exists())

    @property
    def is_last_of_all(self) -> bool:
        """Whether nobody else is left who may do everything. Inside a transaction, two who ask wait for each other."""
        chiefs = User.objects.select_for_update().filter(is_superuser=True, is_active=True)
        return set(chiefs.values_list("pk", flat=True)) == {self.pk}


def people_here() -> "models.QuerySet[User]":
    """Everybody who may sign in to the desk, by name."""
    return User.objects.filter(is_active=True, is_staff=True).order_by("first_name", "last_name", "username")


def has_left(who: str) -> models.Q:
    """Rows whose `who`, the name of a field that leads to a staff member, may no longer sign in to the desk."""
    return models.Q((f"{who}__is_active", False)) | models.Q((f"{who}__is_staff", False))


class PeopleStay(TypeError):
    """Raised when code deletes somebody: what people wrote, approved and signed keeps its name."""


@receiver(pre_delete, sender=User)
def nobody_is_deleted(instance: User, **_more: Any) -> None:
    """One by one, many at once or with something else: refused before anything is gone."""
    raise PeopleStay(f"{instance} is a staff member and is never deleted. Set is_active to False instead.")
