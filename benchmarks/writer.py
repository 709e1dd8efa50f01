"""A staff member at the screen of one document, played by Django's client. Django has to be set up before."""

from typing import Any

from django.test import Client

from portal.admin.addresses import screen
from portal.desk.documents import Document
from portal.desk.people import User
from tests.admin.forms import form_in


class Writer:
    """Somebody at the screen of one document, who changes a word each time."""

    def __init__(self, document: Document, person: User) -> None:
        self.client, self.address = Client(), screen(document, "change")
        self.client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        self.sent: dict[str, Any] = form_in(self.open())
        self.times = 0

    def open(self) -> Any:
        """Open the screen."""
        return self.client.get(self.address)

    def press(self, **button: str) -> None:
        """Send the form with a button and other words than the last time."""
        self.times += 1
        answer = self.client.post(self.address, self.sent | {"title": f"Title {self.times}"} | button)
        assert answer.status_code == (200 if button else 302), answer.status_code

    def save(self) -> None:
        """Save a changed draft, written from the newest one."""
        head = Document.objects.values_list("head", flat=True).get(pk=int(self.address.split("/")[-3]))
        self.sent["saving-based_on"] = [str(head)]
        self.press()
