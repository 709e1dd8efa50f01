"""A small world for random histories: a folder with files, a desk with staff, and everything that they may do.

Each edit brings a word that was never said before. `received` holds the digests of all texts that reached the desk.
"""

import random
from collections.abc import Callable
from pathlib import Path

from portal.desk import drafts, joining, withdrawing
from portal.desk.documents import Document, Origin, Revision
from portal.desk.exchange.exporting import export
from portal.desk.exchange.loading import load
from portal.desk.exchange.plans import FaultyFiles, plan
from portal.desk.people import User
from portal.desk.press.checking import canonical
from portal.desk.press.composing import NotPublishable
from portal.desk.publishing import NotFastForward
from portal.text import frontmatter
from portal.text.frontmatter import digest
from portal.text.references import Ref
from tests.desk import four_eyes

FIELDS = {"format": 1, "title": "Guide", "summary": "A guide.", "short_answer": "Yes.", "stage": "pain"}
NAMES = [f"guide-{number}" for number in range(1, 6)]


def tidy(fields: dict[str, object], paragraphs: list[str]) -> str:
    """A guide's text in canonical form."""
    return canonical(frontmatter.emit(fields, "\n\n".join(paragraphs)), Ref("guide", "x"))


def without_names(text: str) -> str:
    """A guide's text without former names."""
    parsed = frontmatter.parse(text)
    fields = {name: value for name, value in parsed.fields.items() if name != "aliases"}
    return tidy(fields, parsed.body.split("\n\n"))


class World:
    """One history in the making, from one seed."""

    def __init__(self, seed: int, root: Path, writer: User) -> None:
        self.random = random.Random(seed)  # noqa: S311  a history is to be the same each time
        self.root, self.writer = root, writer
        self.words = 0
        self.said: list[str] = []
        self.received: set[str] = set()
        self.heads: dict[int, Revision] = {}
        self.folder = root / "en" / "guides"
        self.folder.mkdir(parents=True)
        for _ in range(2):
            self.new_file()

    def act(self) -> None:
        """One random action; what happens often in life stands here more than once."""
        actions: list[Callable[[], None]] = [
            *([self.edit_file] * 3 + [self.edit_staff] * 3 + [self.publish] * 4 + [self.load] * 4 + [self.export] * 2),
            *(
                self.edit_stale,
                self.edit_stale,
                self.join,
                self.new_file,
                self.new_staff,
                self.delete_file,
                self.rename_file,
            ),
            *(self.withdraw, self.load_and_prune, self.export_and_restore),
        ]
        action = self.random.choice(actions)
        self.said.append(action.__name__)
        action()

    # --- Files

    def files(self) -> list[Path]:
        return sorted(self.folder.glob("*.md"))

    def new_file(self) -> None:
        free = [name for name in NAMES if not (self.folder / f"{name}.md").exists()]
        if free:
            self.write_file(self.random.choice(free), self.new_text())

    def edit_file(self) -> None:
        if files := self.files():
            place = self.random.choice(files)
            place.write_text(self.edited(place.read_text()))

    def delete_file(self) -> None:
        if files := self.files():
            self.random.choice(files).unlink()

    def rename_file(self) -> None:
        free = [name for name in NAMES if not (self.folder / f"{name}.md").exists()]
        if (files := self.files()) and free:
            place = self.random.choice(files)
            parsed = frontmatter.parse(place.read_text())
            text = tidy(parsed.fields | {"aliases": [place.stem]}, parsed.body.split("\n\n"))
            self.write_file(self.random.choice(free), text)
            place.unlink()

    def write_file(self, name: str, text: str) -> None:
        (self.folder / f"{name}.md").write_text(text)

    # --- Staff

    def new_staff(self) -> None:
        name, text = self.random.choice(NAMES), self.new_text()
        try:
            drafts.begin(
                ref=Ref("guide", name), language="en", text=text, author=self.writer, origin=Origin.STAFF, note=""
            )
        except drafts.AddressTaken:
            return
        self.received.add(digest(text))

    def edit_staff(self) -> None:
        if document := self.any_document():
            self.save(document, document.head)

    def edit_stale(self) -> None:
        """Words that were begun from any older text of the document."""
        if document := self.any_document():
            self.save(document, self.random.choice(list(document.revisions.all())))

    def save(self, document: Document, based_on: Revision) -> None:
        """What the desk's change screen does when its form is sent."""
        text = self.edited(based_on.text)
        words = {"text": text, "based_on": based_on, "author": self.writer, "note": ""}
        try:
            drafts.revise(document, origin=Origin.STAFF, **words)
        except drafts.StaleDraft:
            joining.join_stale(document, **words)
        self.received.add(digest(text))

    def publish(self) -> None:
        waiting = [document for document in self.documents() if document.has_draft]
        if waiting:
            document = self.random.choice(waiting)
            try:
                self.publish_one(document)
            except NotFastForward:
                assert not document.head.descends_from(document.last_shown())

    def publish_one(self, document: Document) -> None:
        """Publish the newest words; where a former name in them is a page by now, a person takes it out first."""
        try:
            four_eyes.publish(document, revision=document.head, by=self.writer)
        except NotPublishable:
            words = {"text": without_names(document.head.text), "author": self.writer, "origin": Origin.STAFF}
            drafts.revise(document, based_on=document.head, **words)
            four_eyes.publish(document, revision=document.head, by=self.writer)

    def withdraw(self) -> None:
        live = [document for document in self.documents() if document.live]
        if live:
            withdrawing.withdraw(self.random.choice(live), by=self.writer, note="no longer offered")

    def join(self) -> None:
        """A person brings together what the desk could not: the words of the site first, then the file's."""
        clashing = [document for document in self.documents() if document.clash]
        if clashing:
            self.join_one(self.random.choice(clashing))

    def join_one(self, document: Document) -> None:
        theirs = document.clash
        if document.head.descends_from(theirs):
            return
        merged = joining.joined(document.head, theirs)
        joining.join(document, ours=document.head, theirs=theirs, text=merged.text, author=self.writer)

    def documents(self) -> list[Document]:
        return list(Document.objects.select_related("head", "live", "synced", "clash").order_by("pk"))

    def any_document(self) -> Document | None:
        documents = self.documents()
        return self.random.choice(documents) if documents else None

    # --- Both

    def load(self, *, prune: bool = False) -> None:
        before = {document.pk: document for document in self.documents()}
        texts = {digest(place.read_text()) for place in self.files()}
        try:
            load(plan(self.root), prune=prune)
        except FaultyFiles:
            self.mend_names()
            return
        self.received |= texts
        for document in self.documents():
            if old := before.get(document.pk):
                had_own = old.live and (old.synced is None or old.live.digest != old.synced.digest)
                assert not had_own or document.live == old.live, "a file never replaces what the site has changed"

    def load_and_prune(self) -> None:
        self.load(prune=True)

    def mend_names(self) -> None:
        """A person takes out former names that cannot be."""
        for place in self.files():
            place.write_text(without_names(place.read_text()))

    def export(self, *, restore: bool = False) -> None:
        before = {place: place.read_text() for place in self.files()}
        try:
            export(plan(self.root), restore=restore)
        except FaultyFiles:
            self.mend_names()
            return
        for place, text in before.items():
            if not place.exists() or place.read_text() != text:
                document = Document.objects.get(slug=place.stem)
                taken_in = document.revisions.filter(digest=digest(text))
                assert any(map(document.last_shown().descends_from, taken_in)), "a file's own words are not overwritten"
                assert not place.exists() or place.read_text() == document.live.text

    def export_and_restore(self) -> None:
        self.export(restore=True)

    # --- Words

    def word(self) -> str:
        self.words += 1
        return f"word{self.words}"

    def new_text(self) -> str:
        return tidy(FIELDS | {"title": f"Guide {self.word()}"}, [f"First {self.word()}.", "Second."])

    def edited(self, text: str) -> str:
        """The text with one change: a paragraph rewritten, added or taken out, a title, an everyday name."""
        parsed = frontmatter.parse(text)
        fields, paragraphs = dict(parsed.fields), parsed.body.split("\n\n")
        at, new = self.random.randrange(len(paragraphs)), f"Now {self.word()}."
        change = self.random.choice(["rewrite", "rewrite", "add", "take out", "title", "name"])
        if change == "rewrite" or len(paragraphs) < 2:
            paragraphs[at] = new
        elif change == "add":
            paragraphs.insert(at, new)
        elif change == "take out":
            paragraphs[at : at + 2] = [new]
        elif change == "title":
            fields["title"] = f"Guide {self.word()}"
        else:
            fields["lay_names"] = [*fields.get("lay_names", []), self.word()]
        return tidy(fields, paragraphs)
