"""check_content: check every file in content/ without loading anything, and look it over with the content linter."""

import json
from collections.abc import Iterable
from pathlib import Path
from statistics import mean
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils import timezone

from portal.desk.exchange.files import Tree, read_tree
from portal.desk.exchange.linting import Looked, look_over, reviews_due
from portal.management.desk_command import DeskCommand
from portal.text.lint import RULES


class Command(DeskCommand):
    help = (
        "Check every file in content/, and look over the words of every page. Exit 1 if a file is wrong, if a page has"
        " something that stops it or (with --strict) a remark, or if a file is not in canonical form (without --tidy)."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tidy", action="store_true", help="write files that are right in canonical form")
        parser.add_argument("--strict", action="store_true", help="let remarks count as faults")
        parser.add_argument("--scores", action="store_true", help="say the scores of every page")
        parser.add_argument("--json", action="store_true", help="say all of it as JSON, for programs")
        parser.add_argument("--rules", action="store_true", help="say what the rules are and where they come from")
        parser.add_argument("--from", dest="root", default=settings.CONTENT_DIR, help="another folder than content/")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["rules"]:
            self._say_rules()
            return
        root = Path(options["root"])
        tree = read_tree(root)
        pages = list(look_over(tree, today=timezone.localdate(), reviews=reviews_due()))
        untidy = [file.path for file in tree.files if not file.is_canonical]
        if options["tidy"]:
            self._tidy(tree, root)
        if options["json"]:
            self.stdout.write(json.dumps(_as_data(tree, pages, untidy), ensure_ascii=False, indent=2))
        else:
            self._say(tree, pages, [] if options["tidy"] else untidy, scores=options["scores"])
        is_stopped = bool(tree.faults) or any(page.obstacles for page in pages)
        is_remarked = options["strict"] and any(page.remarks for page in pages)
        if is_stopped or is_remarked or (untidy and not options["tidy"]):
            raise SystemExit(1)

    def _say(self, tree: Tree, pages: list[Looked], untidy: list[str], *, scores: bool) -> None:
        for line in tree.fault_lines():
            self.stderr.write(line)
        for page in pages:
            for line in page.obstacles:
                self.stderr.write(f"content/{page.path}:{line.line}: {line.message}")
            for line in page.remarks:
                self.stdout.write(f"content/{page.path}:{line.line}: remark: {line.message}")
        for path in untidy:
            self.stdout.write(f"content/{path}: right, but not in canonical form; run with --tidy")
        if scores:
            self._say_scores(pages)
        remarks = sum(len(page.remarks) for page in pages)
        wrong = len({path for path, _fault in tree.faults} | {page.path for page in pages if page.obstacles})
        right = len(tree.files) - sum(bool(page.obstacles) for page in pages)
        self.stdout.write(f"{right} files are right, {wrong} are wrong; {remarks} remarks")

    def _say_scores(self, pages: Iterable[Looked]) -> None:
        shown = list(pages)
        self.stdout.write(f"{'grade':>6} {'bare':>5} {'words':>6} {'a sentence':>10} {'longest':>8}  page")
        for page in shown:
            grade = page.grade
            each = grade.words / max(1, grade.sentences)
            numbers = f"{grade.explained:6.1f} {grade.raw:5.1f} {grade.words:6} {each:10.1f} {grade.longest_sentence:8}"
            self.stdout.write(f"{numbers}  {page.path}")
        if shown:
            explained, raw = (mean(getattr(page.grade, name) for page in shown) for name in ("explained", "raw"))
            self.stdout.write(f"{explained:6.1f} {raw:5.1f}  on average over {len(shown)} pages")

    def _tidy(self, tree: Tree, root: Path) -> None:
        for file in tree.files:
            if not file.is_canonical:
                (root / file.path).write_text(file.text, encoding="utf-8", newline="\n")
                self.stdout.write(f"content/{file.path}: written in canonical form")

    def _say_rules(self) -> None:
        for rule in RULES:
            sort = "stops" if rule.is_block else "remark"
            self.stdout.write(f"{sort:>6}  {rule.name.replace('_', ' ')} ({rule.source})\n        {rule.says}")


def _as_data(tree: Tree, pages: Iterable[Looked], untidy: list[str]) -> dict[str, Any]:
    faults = [{"path": path, "line": fault.line, "message": fault.message} for path, fault in sorted(tree.faults)]
    return {"faults": faults, "untidy": untidy, "pages": [page.as_data() for page in pages]}
