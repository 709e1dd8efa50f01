"""What the check of a file has drawn is used again only while everything around it is the same."""

from pathlib import Path
from unittest import mock

import pytest

from portal.desk import drafts
from portal.desk.documents import Document, Origin
from portal.desk.exchange.files import read_tree
from portal.desk.exchange.folders import UnreadableTree
from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import plan
from portal.desk.people import User
from portal.kinds import form
from portal.shelf.pages import Page
from portal.text.references import Ref
from tests.desk.exchange.test_loading_many import add_guides, guide
from tests.desk.four_eyes import publish
from tests.desk.test_publishing import revised
from tests.library import DOCUMENTS

pytestmark = pytest.mark.django_db

TERM = """---
format: 1
title: nerve root
definition: The part of a nerve beside the spine.
---
"""


def test_what_was_checked_a_moment_ago_is_not_checked_again(content: Path) -> None:
    before = read_tree(content)
    with mock.patch("portal.desk.exchange.files.judge") as judging:
        again = read_tree(content, before=before)
    assert not judging.called
    assert [(file.path, file.digest) for file in again.files] == [(file.path, file.digest) for file in before.files]


def test_changed_bytes_are_checked_again(content: Path) -> None:
    before = read_tree(content)
    (content / "en/guides/questions.md").write_text(guide(1).replace("title:", "titel:"), encoding="utf-8")
    again = read_tree(content, before=before)
    assert [path for path, _fault in again.faults][:1] == ["en/guides/questions.md"]
    assert len(again.files) == len(before.files) - 1


def test_the_same_bytes_are_checked_again_when_what_they_name_has_gone(content: Path) -> None:
    before = read_tree(content)
    (content / "all/sources/moojen-2013.md").unlink()
    again = read_tree(content, before=before)
    assert {path for path, _fault in again.faults} >= {"all/findings/moojen-2013-another-operation.md"}


def test_a_word_that_came_after_the_check_is_explained_all_the_same(loaded: Path, writer: User) -> None:
    add_guides(loaded, 1)
    work = plan(loaded)
    word = drafts.begin(ref=Ref("term", "nerve-root"), language="en", text=TERM, author=writer, origin=Origin.STAFF)
    publish(word, revision=word.head, by=writer)
    with mock.patch.object(form, "render", wraps=form.render) as drawing:
        load(work)
    assert "#word-nerve-root" in Page.objects.get(slug="number-0").edition.html
    assert drawing.call_count == 1  # checked again, because there is a word more to name; then not again


def test_a_word_changed_after_the_check_is_explained_by_its_new_form(loaded: Path, writer: User) -> None:
    word = drafts.begin(ref=Ref("term", "nerve-root"), language="en", text=TERM, author=writer, origin=Origin.STAFF)
    publish(word, revision=word.head, by=writer)
    add_guides(loaded, 1)
    work = plan(loaded)
    publish(word, revision=revised(word, "title: nerve root", "title: root", writer), by=writer)
    load(work)
    html = Page.objects.get(slug="number-0").edition.html
    assert '<a class="term" id="use-nerve-root" href="#word-nerve-root">root</a>' in html


def test_a_file_changed_while_it_is_taken_is_not_taken_half(loaded: Path) -> None:
    synced = dict(Document.objects.values_list("slug", "synced__digest"))
    tree = read_tree(loaded, trusted={("en", "guide", "questions"): synced["questions"]})
    [file] = [file for file in tree.files if file.ref.slug == "questions"]
    assert file.text == DOCUMENTS["en/guides/questions.md"]
    (loaded / file.path).write_text(guide(1), encoding="utf-8")
    with pytest.raises(UnreadableTree, match="changed while it was read"):
        _ = file.text
