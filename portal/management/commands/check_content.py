"""check_content: check every file in content/ without loading anything."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser

from portal.desk.files import Tree, read_tree
from portal.management.desk_command import DeskCommand


class Command(DeskCommand):
    help = "Check every file in content/. Exit 1 if one is wrong or, with --tidy absent, not in canonical form."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--tidy", action="store_true", help="write files that are right in canonical form")
        parser.add_argument("--from", dest="root", default=settings.CONTENT_DIR, help="another folder than content/")

    def handle(self, *args: Any, **options: Any) -> None:
        root = Path(options["root"])
        tree = read_tree(root)
        for line in tree.fault_lines():
            self.stderr.write(line)
        untidy = self._untidy(tree, root, write=options["tidy"])
        self.stdout.write(f"{len(tree.files)} files are right, {len({path for path, _ in tree.faults})} are wrong")
        if tree.faults or (untidy and not options["tidy"]):
            raise SystemExit(1)

    def _untidy(self, tree: Tree, root: Path, *, write: bool) -> int:
        untidy = [file for file in tree.files if not file.is_canonical]
        for file in untidy:
            if write:
                (root / file.path).write_text(file.text, encoding="utf-8", newline="\n")
            said = "written in canonical form" if write else "right, but not in canonical form; run with --tidy"
            self.stdout.write(f"content/{file.path}: {said}")
        return len(untidy)
