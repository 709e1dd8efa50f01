"""The people of the clinic who edit the portal. Patients have no accounts."""

from typing import Any, ClassVar, NoReturn, Self

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _
from django_otp.plugins.otp_totp.models import TOTPDevice


class PeopleStay(TypeError):
    """Raised when code tries to delete somebody: what people wrote, approved and signed must keep its name."""

    def __init__(self) -> None:
        super().__init__("A staff member is never deleted. Set is_active to False instead.")


class PeopleQuerySet(models.QuerySet["User"]):
    """Reading staff; nobody is deleted through it."""

    def delete(self) -> NoReturn:
        raise PeopleStay

    def in_charge(self) -> Self:
        """Superusers who can sign in."""
        return self.filter(is_active=True, is_superuser=True)

    def besides(self, user: "User") -> Self:
        """Everybody else."""
        return self.exclude(pk=user.pk)

    def with_second_factor(self) -> Self:
        """With `has_second_factor`: whether a telephone is set up."""
        telephones = TOTPDevice.objects.filter(user=OuterRef("pk"), confirmed=True)
        return self.annotate(has_second_factor=Exists(telephones))


class People(UserManager.from_queryset(PeopleQuerySet)):  # type: ignore[misc]  # made at run time
    """Django's own, which makes accounts, with our words for reading."""

    use_in_migrations = False


class User(AbstractUser):
    """A staff member. Own model from the first migration on, so that it can grow without a painful swap.

    `role` and `registration` are what readers see beside a clinical review of this person.
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
    must_change_password = models.BooleanField(
        _("must choose a new password"),
        default=False,
        help_text=_("At the next sign-in, because somebody else knows the present one."),
    )

    objects: ClassVar[People] = People()

    class Meta(AbstractUser.Meta):
        verbose_name = "staff member"
        verbose_name_plural = "staff"

    @property
    def called(self) -> str:
        """The name by which colleagues know this person."""
        return self.get_full_name() or self.get_username()

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise PeopleStay
