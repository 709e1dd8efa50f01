"""The people of the clinic who edit the portal. Patients have no accounts."""

from django.contrib.auth.models import AbstractUser


class User(AbstractUser):
    """A staff member. Own model from the first migration on, so that it can grow without a painful swap."""

    class Meta(AbstractUser.Meta):
        verbose_name = "staff member"
        verbose_name_plural = "staff"
