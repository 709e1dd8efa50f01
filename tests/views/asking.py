"""The form “Was this clear?” as tests fill it in and read it."""

import re
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from portal.visitors.feedback import Feedback
from tests.admin.forms import form_in

ASK = "/feedback/procedures/interspinous-spacer/"
PART = f"{ASK}?part=what-it-can-cost"
LATER = timedelta(seconds=5)


def opened(client: Client, address: str = PART) -> dict[str, Any]:
    """What the form at an address would send as it is, by the class that crispy-forms draws it in."""
    answer = client.get(address)
    assert answer.status_code == 200
    return form_fields(answer)


def form_fields(answer: HttpResponse) -> dict[str, Any]:
    text = answer.content.decode().replace('method="post"', 'method="post" id="asked"')
    answer.content = text.encode()
    return form_in(answer, "asked")


def send(client: Client, time_machine: Any, address: str = PART, **typed: Any) -> HttpResponse:
    """Open the form, fill it in as people do, which takes some seconds, and send it."""
    fields = opened(client, address)
    time_machine.move_to(timezone.now() + LATER)
    return client.post(address, fields | {"clear": "no", "words": "What is a spacer?"} | typed)


def kept() -> list[tuple[str, str, str, str]]:
    return list(Feedback.objects.order_by("pk").values_list("part", "heading", "clear", "words"))


def problems(answer: HttpResponse) -> str:
    [summary] = re.findall(r'<section class="summary".*?</section>', answer.content.decode(), re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", summary).split())


def still_typed(answer: HttpResponse, words: str = "What is a spacer?") -> bool:
    fields = form_fields(answer)
    return fields["clear"] == ["no"] and fields["words"] == [words]
