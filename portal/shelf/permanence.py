"""Rows of history: written once, never changed and never deleted.

The model refuses here; database triggers (`portal.desk.vault.triggers`) refuse what goes around the model.
"""

from typing import Any, NoReturn, Self, TypeVar

from django.db import models

Row = TypeVar("Row", bound=models.Model, covariant=True)


class HistoryIsPermanent(TypeError):
    """Raised when code tries to change or delete a row of history; the mend is to write a new row."""

    def __init__(self, model: type[models.Model]) -> None:
        super().__init__(f"A {model._meta.verbose_name} is history: it cannot be changed or deleted. Write a new row.")


class PermanentQuerySet(models.QuerySet[Row]):
    """A QuerySet that reads and creates, and refuses to update or delete."""

    def update(self, **kwargs: Any) -> NoReturn:
        raise HistoryIsPermanent(self.model)

    def delete(self) -> NoReturn:
        raise HistoryIsPermanent(self.model)

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise HistoryIsPermanent(self.model)


class PermanentRow(models.Model):
    """A row that is written once. Saving it again or deleting it raises HistoryIsPermanent."""

    objects = PermanentQuerySet[Self].as_manager()

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise HistoryIsPermanent(type(self))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise HistoryIsPermanent(type(self))
