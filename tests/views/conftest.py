"""A small public site: the library, with the emergency card, a clinic, standing texts, a benefit and a picture."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import plan
from portal.ready.layer import FromMemory
from portal.serving import in_front_of
from tests.kept import starting_with
from tests.library import DOCUMENTS, write_library
from tests.views.kit_form import KIT

CARD = """---
format: 1
title: Get help now
position: 1
shown_on: every_page
in_brief: Numb between the legs, or a leg going weak fast.
---

::: callout emergency
**Call now**

Numb between the legs? Call {emergency_number}.
:::
"""
CLINIC = """---
format: 1
is_demo: true
country: GB
emergency_number: "999"
---
"""
HOME = """---
format: 1
title: Your back, in plain words
summary: Where to begin.
short_answer: This site says what each operation may give and cost.
---

## Begin

Read about [the narrow canal](condition:spinal-stenosis).
"""
OVERVIEW = """---
format: 1
title: Every claim
summary: Each claim with its answer.
short_answer: Some claims hold and some do not.
claims:
  - id: relief
    claim: It lasts for ever.
    answer: It lasts as long as after open surgery.
    pages:
      - condition:spinal-stenosis
      - procedure:interspinous-spacer
---

::: claims
:::
"""
BENEFIT = """---
format: 1
title: Does relief last longer?
summary: Whether relief lasts longer.
short_answer: It does not.
claim: The relief lasts longer.
verdict: not_supported
verdict_line: Nobody has shown it.
findings:
  - moojen-2013-another-operation
harm_findings:
  - moojen-2013-another-operation
procedures:
  - interspinous-spacer
---

## What was found

::: summary
:::
"""
SITE = DOCUMENTS | {
    "all/clinic.md": CLINIC,
    "en/cards/get-help-now.md": CARD,
    "en/articles/home.md": HOME,
    "en/articles/overview.md": OVERVIEW,
    "en/benefits/lasting-relief.md": BENEFIT,
}
Publish = Callable[[dict[str, str]], None]


@pytest.fixture
def publish(db: None, tmp_path: Path) -> Publish:
    """Publish documents, given by their paths below content/."""

    def publish_documents(documents: dict[str, str]) -> None:
        write_library(tmp_path / "content", documents)
        load(plan(tmp_path / "content"))

    return publish_documents


# The small public site, and the same with the lists of the kit.
site = starting_with(SITE)
kit = starting_with(SITE | KIT)


@pytest.fixture
def nothing_counted() -> Iterator[None]:
    """Nobody has sent anything yet."""
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def strict(site: None, nothing_counted: None) -> Client:
    """A browser whose forms must carry their token, as every real one."""
    return Client(enforce_csrf_checks=True)


class Counting:
    """Django, and which addresses it was asked for."""

    def __init__(self) -> None:
        self.django = WSGIHandler()
        self.asked: list[str] = []

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.asked.append(environ["PATH_INFO"])
        return self.django(environ, start_response)


@pytest.fixture
def rows_stay(db: None) -> Iterator[None]:
    """A request opens and closes connections, and with them the transaction in which a test stands."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture
def front(rows_stay: None) -> FromMemory:
    """The portal with its memory, as a server has it, whose watch looks when it is told to."""
    layer = in_front_of(Counting())
    layer.watch.begin = lambda: None
    return layer
