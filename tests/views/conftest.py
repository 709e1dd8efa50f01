"""A small public site: the library, with the emergency card, a clinic, standing texts, a benefit and a picture."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.core.cache import cache
from django.test import Client

from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import plan
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
