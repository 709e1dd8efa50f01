"""Loading or exporting only what stands in some ways: all else is left, but for what is agreed on already."""

from pathlib import Path

import pytest

from portal.desk.documents import Document
from portal.desk.exchange.comparison import CLASHES, EXPORTED, LOADED, Step
from portal.desk.exchange.exporting import export
from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import plan
from portal.desk.people import User
from tests.desk.exchange.test_renaming import renamed
from tests.desk.four_eyes import publish
from tests.desk.test_publishing import revised
from tests.library import change_file

SPACER, GUIDE = "en/procedures/interspinous-spacer.md", "en/guides/questions.md"
STENOSIS = "en/conditions/spinal-stenosis.md"


@pytest.fixture
def agreed(loaded: Path, spacer: Document, writer: User) -> Document:
    """The site and the file of the procedure have the same new words; the guide has new words in its file only."""
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    change_file(loaded, SPACER, "is small", "is tiny")
    change_file(loaded, GUIDE, "What if I wait?", "What if I wait longer?")
    return spacer


def steps(root: Path) -> dict[str, Step]:
    return {item.path: item.step for item in plan(root).items if item.step is not Step.NOTHING}


def test_agreements_are_noted_whatever_is_loaded(loaded: Path, agreed: Document) -> None:
    assert steps(loaded) == {SPACER: Step.ADOPT, GUIDE: Step.TAKE}
    load(plan(loaded), only=CLASHES)
    agreed.refresh_from_db()
    assert agreed.synced_id == agreed.live_id
    assert steps(loaded) == {GUIDE: Step.TAKE}


def test_agreements_are_noted_whatever_is_exported_and_no_other_file_is_refused(loaded: Path, agreed: Document) -> None:
    assert export(plan(loaded), only=EXPORTED).refused == []
    assert steps(loaded) == {GUIDE: Step.TAKE}
    assert export(plan(loaded)).refused == [GUIDE]


def test_a_page_gets_its_new_name_only_with_what_it_stands_among(loaded: Path, spacer: Document) -> None:
    renamed(loaded, SPACER, "en/procedures/spacer.md")
    change_file(loaded, STENOSIS, "procedure:interspinous-spacer", "procedure:spacer")
    load(plan(loaded), only=CLASHES)
    spacer.refresh_from_db()
    assert spacer.slug == "interspinous-spacer"
    load(plan(loaded), only=LOADED)
    spacer.refresh_from_db()
    assert spacer.slug == "spacer"
    assert steps(loaded) == {}
