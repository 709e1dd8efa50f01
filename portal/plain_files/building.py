"""The files of one release: every address asked for once, and every address that the pages themselves name."""

import re
from collections import Counter, deque
from collections.abc import Callable

from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language_from_path, override

from portal.plain_files import addresses, standins
from portal.plain_files.addresses import PAGE, Sort
from portal.plain_files.asking import Answer, Portal
from portal.plain_files.links import Fault, Links
from portal.plain_files.maps import GONE, MOVED_FOR_GOOD, Known
from portal.plain_files.refusing import NotPublished
from portal.plain_files.writing import Files, file_of

Progress = Callable[[int], None]
EACH = 1000


class Building:
    """Writes a release into `files`. What the portal says of itself on the way is in `known`, counts in `counts`."""

    def __init__(self, portal: Portal, files: Files, *, with_paper: bool, said: Progress | None = None) -> None:
        self._portal, self._files, self._with_paper, self._said = portal, files, with_paper, said
        self._sorts = [(sort, re.compile(sort.pattern)) for sort in addresses.sorts()]
        self._links = Links(settings.SITE_URL)
        self._written: set[str] = set()
        self._asked: set[str] = set()
        self._waiting: deque[str] = deque()
        self.known, self.counts = Known(), Counter[str]()
        self.static: list[str] = []

    def build(self) -> None:
        """Write everything. NotPublished where the portal has no right answer to something."""
        self._put_stand_ins()
        for language, _name in settings.LANGUAGES:
            self._take(f"{addresses.home_of(language)}{addresses.LOST}", {404})
        for wanted in addresses.wanted(with_paper=self._with_paper):
            self._take(wanted.path, {200, 404} if wanted.may_be_missing else {200})
            self._follow()
        for path in addresses.former():
            self._take(path, {MOVED_FOR_GOOD, GONE, 404})
            self._follow()

    def faults(self) -> list[Fault]:
        """What pages name and nobody can open."""
        return self._links.faults(self._is_there, self._html_of)

    def sort_of(self, path: str) -> Sort:
        """What an address is of."""
        return next((sort for sort, pattern in self._sorts if pattern.search(path)), PAGE)

    def _put_stand_ins(self) -> None:
        for language, _name in settings.LANGUAGES:
            with override(language):
                search, suggestions, kit = reverse("search"), reverse("search-suggestions"), reverse("visit-kit")
            self._put(suggestions, standins.NO_SUGGESTIONS)
            for path, name in ((search, "search"), (kit, "visit-kit")):
                self._put_page(path, standins.stand_in(language, name, path))
                self.known.note_headers(self.sort_of(path), path, self._portal.ask(path).headers)
            for name in ("feedback", "choices", "paper"):
                path = standins.place_of(language, name)
                self._put_page(path, standins.stand_in(language, name, path))

    def _follow(self) -> None:
        """Ask for what pages name and the shelf has not told: other pages of lists, letters, scripts, pictures."""
        while self._waiting:
            path = self._waiting.popleft()
            if path in self._written:
                continue
            sort = self.sort_of(path)
            if sort.name == "form":
                self._files.put_same(path, standins.place_of(language_of(path), "feedback"))
                self._written.add(path)
            elif sort.name != "paper" or self._with_paper:
                self._take(path, {200, MOVED_FOR_GOOD, GONE, 404})

    def _take(self, path: str, fitting: set[int]) -> None:
        if path in self._asked or path in self._written:
            return
        self._asked.add(path)
        try:
            file_of(path)
        except ValueError:
            return
        answer = self._portal.ask(path)
        if answer.status not in fitting:
            raise NotPublished(
                f"The portal answers {answer.status} at {path}, where a {sorted(fitting)[0]} should be. If the lines "
                "above speak of a missing manifest, run collectstatic first."
            )
        self._file(path, answer, is_lost=fitting == {404})

    def _file(self, path: str, answer: Answer, *, is_lost: bool) -> None:
        sort = self.sort_of(path)
        if answer.status == MOVED_FOR_GOOD:
            target = answer.headers["Location"]
            if target == f"{path}/":
                # Every web server adds the slash by itself, to a folder that is there.
                self._waiting.append(target)
                return
            self.known.moved[path] = target
            self._put(path, standins.moved(language_of(path), target, f"{settings.SITE_URL}{target}"))
            self._waiting += self._links.read_redirect(path, target)
            return
        if answer.status == 404 and not is_lost:
            return
        if answer.status == GONE:
            self.known.gone.append(path)
        self.known.note_headers(sort, path, answer.headers)
        if answer.is_html:
            outcome = self._put_page(path, answer.body)
            if answer.status == 200:
                self._count(outcome)
            return
        self._put(path, answer.body)
        if sort.name == "static":
            self.static.append(file_of(path))
        if answer.headers.get("Content-Type", "").startswith("text/css"):
            self._waiting += self._links.read_sheet(path, answer.body.decode())

    def _count(self, outcome: str) -> None:
        self.counts[outcome] += 1
        if self._said and self.counts.total() % EACH == 0:
            self._said(self.counts.total())

    def _put(self, path: str, body: bytes) -> str:
        self._written.add(path)
        return self._files.put(path, body)

    def _put_page(self, path: str, body: bytes) -> str:
        self._waiting += self._links.read_page(path, body.decode())
        return self._put(path, body)

    def _is_there(self, path: str) -> bool:
        if path in self._written or f"{path}/" in self._written:
            return True
        return self.sort_of(path).name == "paper" and not self._with_paper

    def _html_of(self, path: str) -> str | None:
        if path in self._written and file_of(path).endswith(".html"):
            return self._files.body(path).decode()
        return None


def language_of(path: str) -> str:
    """The language that an address names."""
    return get_language_from_path(path) or settings.LANGUAGE_CODE
