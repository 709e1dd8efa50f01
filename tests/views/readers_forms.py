"""Every form that readers send, as the tests of what goes wrong fill it in. A new form joins by one row."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from portal.urls import urlpatterns
from portal.visitors.feedback import Feedback
from tests.views.asking import LATER, PART, form_fields, opened
from tests.views.kit_form import ADDRESS
from tests.views.traces import everything_in_the_database

WORDS = "Quagmarble7131"


@dataclass(frozen=True)
class Asked:
    """A form: its address, what a person fills in, the field with WORDS, what sends it, and the answer to that."""

    name: str
    address: str
    typed: Mapping[str, Any]
    words: str
    sent: int = 200

    def filled(self, client: Client, time_machine: Any) -> dict[str, Any]:
        """What a browser sends after somebody has opened the form and taken their time."""
        fields = opened(client, self.address) | self.typed
        time_machine.move_to(timezone.now() + LATER, tick=False)
        return fields

    def again(self, answer: HttpResponse) -> dict[str, Any]:
        """What a browser sends of a form that came back, with the same button."""
        return form_fields(answer) | {name: value for name, value in self.typed.items() if name == "do"}

    def has_words(self, answer: HttpResponse) -> bool:
        return form_fields(answer)[self.words] == [WORDS]


def kit(name: str, button: str) -> Asked:
    return Asked(name, ADDRESS, {"want_own": WORDS, "do": button}, "want_own")


FORMS = [
    kit("visit kit", "keep"),
    kit("visit kit as a sheet", "show"),
    kit("visit kit as a file", "pdf"),
    kit("visit kit in large print", "large-pdf"),
    Asked("was it clear", PART, {"clear": "no", "words": WORDS}, "words", sent=302),
]


def kept() -> int:
    """How many messages there are, after looking that WORDS are nowhere else."""
    assert {table for table, cell in everything_in_the_database() if WORDS in cell} <= {Feedback._meta.db_table}
    return Feedback.objects.count()


def names_of_form_pages() -> set[str]:
    """The names of addresses whose views say that they give words back."""
    patterns = [one for part in urlpatterns for one in getattr(part, "url_patterns", [part])]
    return {one.name for one in patterns if getattr(one.callback, "gives_back", False)}
