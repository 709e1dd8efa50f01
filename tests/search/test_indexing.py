"""The index follows publishing: what readers can read they can find, and nothing else."""

import random
from collections import Counter
from pathlib import Path

import pytest

from portal.desk import drafts
from portal.desk.documents import Document, Origin
from portal.desk.people import User
from portal.desk.press.projection import rebuild
from portal.desk.previews import published_for_a_look
from portal.desk.withdrawing import withdraw
from portal.search import indexing
from portal.search.entries import ANY, Entry, Word
from portal.search.finding import find
from portal.text.references import Ref
from portal.text.tokens import stem
from tests.desk.four_eyes import publish as publish_revision
from tests.desk.test_publishing import revised
from tests.desk.world import World
from tests.search.conftest import Publish
from tests.search.library import EN, LIBRARY, found, guide

DRIVING = "/guides/driving/"


@pytest.fixture
def writer(db: None) -> User:
    return User.objects.create_user("writer")


@pytest.fixture
def driving(library: object) -> Document:
    """The published guide."""
    return Document.objects.select_related("head", "live").get(kind="guide", slug="driving")


def recounted() -> dict[tuple[str, str], int]:
    """In how many entries each word stands, counted anew."""
    return Counter((entry.language, word) for entry in Entry.objects.all() for word in (ANY, *set(entry.words.split())))


def counted() -> dict[tuple[str, str], int]:
    return {(word.language, word.word): word.entries for word in Word.objects.all()}


def test_what_readers_open_can_be_found_and_nothing_else_is_in_the_index(library: object) -> None:
    kinds = set(Entry.objects.values_list("kind", "slug"))
    assert kinds == {
        *(("condition", slug) for slug in ("slipped-disc", "sciatica")),
        *(
            ("guide", slug)
            for slug in ("driving", "sick-pay", "sick-pay-here", "sick-pay-there", "breathing", "wounds")
        ),
        ("term", "laminectomy"),
    }
    assert str(Entry.objects.get(slug="driving")) == "en/guide/driving"


def test_the_first_page_is_not_found_among_others(publish: Publish) -> None:
    publish({"en/articles/home.md": guide("Home sweet home").replace("stage: pain\n", "")})
    assert Entry.objects.count() == 0


def test_a_draft_is_never_found(driving: Document, writer: User) -> None:
    revised(driving, "Ask your insurer first.", "Beware of porcupines.", writer)
    drafts.begin(ref=Ref("guide", "new"), language="en", text=guide("Hedgehogs"), author=writer, origin=Origin.STAFF)
    assert found("porcupines") == found("hedgehogs") == []
    assert not Word.objects.filter(word__in=("porcupines", "hedgehogs")).exists()


def test_new_words_are_found_and_old_ones_gone_as_soon_as_they_are_published(driving: Document, writer: User) -> None:
    draft = revised(driving, "Ask your insurer first.", "Beware of porcupines.", writer)
    publish_revision(driving, revision=draft, by=writer)
    assert (found("porcupines"), found("insurer")) == ([DRIVING], [])
    assert not Word.objects.filter(word="insurer").exists()
    assert counted() == recounted()


def test_what_is_withdrawn_is_gone_with_its_words(driving: Document, writer: User) -> None:
    withdraw(driving, by=writer, note="outdated")
    assert found("driving") == found("insurer") == []
    assert not Word.objects.filter(word="insurer").exists()
    assert counted() == recounted()


def test_a_renamed_page_is_found_at_its_new_address_only(library: object, publish: Publish) -> None:
    moved = LIBRARY["en/guides/driving.md"].replace("stage:", "aliases:\n  - driving\nstage:")
    rest = {path: text for path, text in LIBRARY.items() if path != "en/guides/driving.md"}
    publish(rest | {"en/guides/at-the-wheel.md": moved})
    assert found("driving") == ["/guides/at-the-wheel/"]
    assert counted() == recounted()


def test_a_rebuilt_index_is_the_same(library: object) -> None:
    before = list(Entry.objects.order_by("pk").values()), counted()
    rebuild()
    assert (list(Entry.objects.order_by("pk").values()), counted()) == before


def test_rebuilding_brings_back_what_was_lost(library: object) -> None:
    before = counted()
    Entry.objects.all().delete()
    Word.objects.all().delete()
    assert find("driving", EN).hits == ()
    rebuild()
    assert (found("driving"), counted()) == ([DRIVING], before)


def test_a_preview_leaves_no_trace(driving: Document, writer: User) -> None:
    before = list(Entry.objects.order_by("pk").values()), counted()
    text = driving.live.text.replace("Ask your insurer first.", "Beware of porcupines.")
    with published_for_a_look(driving, text=text, by=writer):
        assert found("porcupines") == [DRIVING]
    assert found("porcupines") == []
    assert (list(Entry.objects.order_by("pk").values()), counted()) == before


def test_a_preview_of_search_words_changes_nothing_for_readers(library: object, writer: User) -> None:
    words = Document.objects.get(kind="search")
    with published_for_a_look(words, text=words.live.text.replace("overdose", "hiccups"), by=writer):
        assert find("hiccups", EN).urgent == ("crisis_line",)
    assert (find("hiccups", EN).urgent, find("overdose", EN).urgent) == ((), ("crisis_line",))


def test_every_word_has_the_stem_of_its_language(library: object) -> None:
    assert {word.word: word.stem for word in Word.objects.all()} == {
        word: stem(word, "en") for word in Word.objects.values_list("word", flat=True)
    }
    assert str(Word.objects.get(word="discs")) == "discs"


def test_forgetting_what_was_never_noted_and_noting_nothing_change_nothing(library: object) -> None:
    before = counted()
    indexing.forget("en", Ref("guide", "nowhere"))
    indexing.index([])
    assert counted() == before


@pytest.mark.parametrize("seed", range(4))
def test_word_counts_stay_exact_through_any_history(db: None, tmp_path: Path, writer: User, seed: int) -> None:
    world = World(seed, tmp_path / "content", writer)
    for _step in range(30):
        world.act()
    assert counted() == recounted(), world.said
    live = {document.slug for document in Document.objects.live()}
    assert set(Entry.objects.values_list("slug", flat=True)) == live, world.said


@pytest.mark.parametrize("seed", range(3))
def test_word_counts_stay_exact_when_many_are_noted_and_forgotten(publish: Publish, seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311  a history is to be the same each time
    words = ("disc", "nerve", "bone", "spine", "walk", "rest")
    for step in range(5):
        # What was withdrawn does not come back by its file alone, so there are new names in every step.
        slugs = chance.sample(range(step, step + 6), chance.randrange(7))
        publish(
            {f"en/guides/g-{slug}.md": guide(f"Page {slug}", " ".join(chance.choices(words, k=4))) for slug in slugs}
        )
        assert counted() == recounted()
        entries = Entry.objects.count()
        assert list(Word.objects.filter(word=ANY).values_list("entries", flat=True)) == [entries] * bool(entries)
