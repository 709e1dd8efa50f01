"""Loading files: all or nothing, every fault by path and line, and nothing that staff wrote is overwritten."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.desk import drafts
from portal.desk.documents import Document, Origin, Revision
from portal.desk.exchange.comparison import Step
from portal.desk.exchange.files import read_tree
from portal.desk.exchange.folders import UnreadableTree
from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import plan
from portal.desk.people import User
from portal.desk.withdrawing import withdraw
from portal.shelf.counter import Counter
from portal.shelf.editions import Edition
from portal.shelf.pages import Page
from tests.desk.four_eyes import publish
from tests.desk.test_publishing import revised
from tests.library import DOCUMENTS

pytestmark = pytest.mark.django_db

GUIDE = "en/guides/questions.md"
RIGHT = DOCUMENTS[GUIDE]
BOMB = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]\n" for n in range(1, 9))


def _guide(old: str, new: str) -> bytes:
    assert old in RIGHT
    return RIGHT.replace(old, new).encode()


BAD_FILES = {
    "20 MB": (b"x" * 20_000_000, "1: the text is larger than 400 kB"),
    "not UTF-8": (RIGHT.encode() + b"\xff\xfe", "12: a letter here is not UTF-8"),
    "a YAML bomb": (f"---\nformat: 1\na0: &a0 x\n{BOMB}---\n".encode(), "3: "),
    "an anchor": (_guide("stage: surgery_suggested", "stage: &s surgery_suggested"), "6: "),
    "a tag": (_guide("stage: surgery_suggested", "stage: !!python/name:os.system x"), "6: "),
    "a number for a text": (_guide("title: Questions to ask", "title: 5"), "3: title must be"),
    "a list for a text": (_guide("title: Questions to ask", "title:\n  - x"), "3: title must be"),
    "an unknown choice": (_guide("surgery_suggested", "some_day"), "6: stage cannot be"),
    "an unknown field": (_guide("title:", "titel:"), "3: 'titel' is not a field of a guide; did you mean 'title'?"),
    "a missing field": (_guide("stage: surgery_suggested\n", ""), "1: stage is needed"),
    "an unknown page": (_guide("What if I wait?", "See [this](condition:nowhere)."), "11: "),
    "an unknown source": (_guide("What if I wait?", "So it is [@nobody-1999]."), "11: "),
    "20,000 brackets": (_guide("What if I wait?", "[" * 1900), "11: "),
    "300-deep lists": (_guide("What if I wait?", "\n".join("  " * n + "- x" for n in range(300))), ": "),
    "300-deep quotes": (_guide("What if I wait?", ">" * 300 + " x"), "11: "),
    "a script address": (_guide("What if I wait?", "[x](javascript:alert(1))"), "11: "),
    "no front matter": (b"Just words.\n", "1: the text must begin with"),
    "an empty file": (b"", "1: the text must begin with"),
    "a newer format": (_guide("format: 1", "format: 99"), "update the portal first"),
}


@pytest.mark.parametrize(("data", "said"), BAD_FILES.values(), ids=BAD_FILES.keys())
def test_a_wrong_file_is_named_with_its_line_and_stops_the_whole_load(content: Path, data: bytes, said: str) -> None:
    (content / GUIDE).write_bytes(data)
    work = plan(content)
    assert any(line.startswith(f"content/{GUIDE}:") and said in line for line in work.fault_lines), work.fault_lines
    with pytest.raises(CommandError, match="nothing was loaded"):
        call_command("load_content", root=str(content), stdout=StringIO(), stderr=StringIO())
    assert not Revision.objects.exists()
    assert not Page.objects.exists()


def test_every_fault_of_every_file_is_listed_at_once(content: Path) -> None:
    (content / GUIDE).write_bytes(_guide("title:", "titel:").replace(b"surgery_suggested", b"some_day"))
    (content / "en/risks/another-operation.md").write_text("---\nformat: 1\nfindings: x\n---\n", encoding="utf-8")
    lines = plan(content).fault_lines
    assert sum(line.startswith(f"content/{GUIDE}:") for line in lines) >= 2
    assert any(line.startswith("content/en/risks/another-operation.md:3: findings must be") for line in lines)


def test_a_link_out_of_the_folder_is_refused(content: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text(RIGHT, encoding="utf-8")
    (content / "en/guides/linked.md").symlink_to(secret)
    (content / "en/elsewhere").symlink_to(tmp_path)
    lines = plan(content).fault_lines
    assert "content/en/guides/linked.md:1: this is a link to another place; put the file itself here" in lines
    assert any(line.startswith("content/en/elsewhere:1:") for line in lines)


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("en/guides/notes.txt", "only Markdown files (.md) belong in content/"),
        ("en/recipes/soup.md", "this is no place for a document"),
        ("en/guides/Not A Name.md", "this is no place for a document"),
        ("en/findings/x.md", "this is no place for a document"),
        ("fr/guides/x.md", "'fr' is not a language of this site"),
        ("stray.md", "this is no place for a document"),
    ],
)
def test_a_file_in_the_wrong_place_is_named(content: Path, path: str, said: str) -> None:
    (content / path).parent.mkdir(parents=True, exist_ok=True)
    (content / path).write_text(RIGHT, encoding="utf-8")
    [line] = plan(content).fault_lines
    assert line.startswith(f"content/{path}:1: {said}")


def test_a_folder_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(UnreadableTree, match="Set CONTENT_DIR"):
        read_tree(tmp_path / "nowhere")
    with pytest.raises(CommandError, match="Set CONTENT_DIR"):
        call_command("load_content", root=str(tmp_path / "nowhere"))


def test_loading_says_what_is_new_and_publishes_it(content: Path) -> None:
    said = StringIO()
    call_command("load_content", root=str(content), stdout=said)
    assert said.getvalue().splitlines()[-1] == "7 new, 0 changed, 0 unchanged, 0 invalid"
    assert Page.objects.count() == 4


def test_loading_unchanged_files_writes_nothing_and_says_so(loaded: Path) -> None:
    before = Revision.objects.count(), Edition.objects.count(), Counter.current("en")
    said = StringIO()
    call_command("load_content", root=str(loaded), stdout=said)
    assert said.getvalue() == "0 new, 0 changed, 7 unchanged, 0 invalid\n"
    assert (Revision.objects.count(), Edition.objects.count(), Counter.current("en")) == before


def test_a_plan_writes_nothing_and_tells_by_its_exit_code(content: Path) -> None:
    with pytest.raises(SystemExit) as stopped:
        call_command("load_content", root=str(content), check=True, stdout=StringIO())
    assert stopped.value.code == 1
    assert not Revision.objects.exists()
    load(plan(content))
    call_command("load_content", root=str(content), check=True, stdout=StringIO())


def test_a_changed_file_becomes_a_revision_and_reaches_readers(loaded: Path) -> None:
    (loaded / GUIDE).write_bytes(_guide("What if I wait?", "What if I do nothing?"))
    load(plan(loaded))
    document = Document.objects.get(slug="questions")
    assert (document.live, document.synced) == (document.head, document.head)
    assert document.live.origin == Origin.FILE
    assert "What if I do nothing?" in Page.objects.get(slug="questions").edition.html


def test_the_order_of_keys_and_quotes_is_no_change(loaded: Path) -> None:
    lines = RIGHT.split("\n")
    lines[2], lines[3] = lines[3], '"title": "Questions to ask"'
    (loaded / GUIDE).write_text("\n".join(lines), encoding="utf-8")
    assert not plan(loaded).has_work


def test_staff_words_stay_when_the_file_has_not_changed(loaded: Path, spacer: Document, writer: User) -> None:
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    work = plan(loaded)
    assert [item.document for item in work.of({Step.FILE_BEHIND})] == [spacer]
    load(work)
    spacer.refresh_from_db()
    assert "is tiny" in spacer.live.text


def test_when_file_and_site_have_both_moved_the_files_words_are_kept_and_nothing_is_published(
    loaded: Path, spacer: Document, writer: User
) -> None:
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    path = loaded / "en/procedures/interspinous-spacer.md"
    path.write_text(path.read_text(encoding="utf-8").replace("is small", "is little"), encoding="utf-8")
    with pytest.raises(CommandError, match="need a person"):
        call_command("load_content", root=str(loaded), stdout=StringIO())
    spacer.refresh_from_db()
    assert "is tiny" in spacer.live.text
    assert "is little" in spacer.clash.text
    before = Revision.objects.count()
    load(plan(loaded))
    assert Revision.objects.count() == before


def test_a_file_with_the_same_words_as_the_site_is_adopted(loaded: Path, spacer: Document, writer: User) -> None:
    publish(spacer, revision=revised(spacer, "is small", "is tiny", writer), by=writer)
    path = loaded / "en/procedures/interspinous-spacer.md"
    path.write_text(spacer.live.text, encoding="utf-8")
    load(plan(loaded))
    spacer.refresh_from_db()
    assert spacer.synced == spacer.live


def test_a_file_at_the_address_of_a_staff_draft_never_overwrites_it(content: Path, writer: User) -> None:
    from portal.text.references import Ref

    draft = RIGHT.replace("What if I wait?", "Only ours.")
    document = drafts.begin(
        ref=Ref("guide", "questions"), language="en", text=draft, author=writer, origin=Origin.STAFF
    )
    load(plan(content))
    document.refresh_from_db()
    assert (document.head.text, document.live) == (draft, None)
    assert document.clash.text == RIGHT


def test_a_missing_file_is_reported_and_the_page_stays(loaded: Path) -> None:
    (loaded / GUIDE).unlink()
    with pytest.raises(CommandError, match="need a person"):
        call_command("load_content", root=str(loaded), stdout=StringIO())
    assert Page.objects.filter(slug="questions").exists()


def test_what_was_withdrawn_here_is_not_brought_back_by_its_file(loaded: Path, writer: User) -> None:
    withdraw(Document.objects.get(slug="questions"), by=writer, note="outdated")
    work = plan(loaded)
    assert len(work.of({Step.WITHDRAWN_HERE})) == 1
    load(work)
    assert not Page.objects.filter(slug="questions").exists()


def test_untidy_files_are_named_and_made_canonical_on_request(content: Path) -> None:
    (content / GUIDE).write_bytes(_guide("title: Questions to ask", 'title:   "Questions to ask"'))
    with pytest.raises(SystemExit):
        call_command("check_content", root=str(content), stdout=StringIO())
    with pytest.raises(SystemExit):  # for the parts that such short pages lack
        call_command("check_content", root=str(content), tidy=True, stdout=StringIO(), stderr=StringIO())
    assert (content / GUIDE).read_text(encoding="utf-8") == RIGHT
