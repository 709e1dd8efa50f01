"""Publishing again and again, and every worker of every application asked at once what it shows."""

import re
import time
from dataclasses import dataclass, field
from statistics import median

from tests.machines.asking import WorkersLines
from tests.machines.machines import Hand, Machines

ADDRESS = "/guides/an-exercise/"
SAID = re.compile(r"\b[Tt]ry (\d+)")
# Within so long every application shows what was published.
SOON_SECONDS = 1.0


def told(page: str) -> int:
    """Which try a page is of; -1 where it says more than one, or none."""
    numbers = {int(number) for number in SAID.findall(page)}
    return numbers.pop() if len(numbers) == 1 else -1


@dataclass
class Report:
    """What was seen: for each try and worker, how long after publishing the first fresh page was asked for."""

    seconds: list[float] = field(default_factory=list)
    pages: int = 0
    late: int = 0
    stale: int = 0
    mixed: int = 0
    workers: int = 0

    def __str__(self) -> str:
        return (
            f"{len(self.seconds) // max(self.workers, 1)} publications, {self.workers} workers, {self.pages} pages: "
            f"fresh after {median(self.seconds) * 1000:.0f} ms (median), {max(self.seconds) * 1000:.0f} ms (longest); "
            f"later than {SOON_SECONDS:g} s: {self.late}, stale after that: {self.stale}, mixed: {self.mixed}"
        )


class Watch:
    """Every worker's connection, and the newest that each has shown."""

    def __init__(self, machines: Machines) -> None:
        self.lines = [WorkersLines(one.port, one.children()) for one in machines.applications]
        self.seen = {(line, worker): 0 for line in self.lines for worker in line.lines}
        self.report = Report(workers=len(self.seen))

    def look(self, which: tuple[WorkersLines, int], number: int, at: float) -> bool:
        """Ask one worker once, and note what it shows; True if that is try `number`, published at the moment `at`."""
        began = time.monotonic()
        line, worker = which
        shown = told(line.ask(worker, ADDRESS).body)
        self.report.pages += 1
        self.report.mixed += shown == -1
        # What has been fresh once never turns back.
        self.report.stale += -1 < shown < self.seen[which]
        self.seen[which] = max(self.seen[which], shown)
        if shown != number:
            self.report.late += began - at > SOON_SECONDS
            return False
        self.report.seconds.append(began - at)
        return True

    def follow(self, number: int, at: float) -> None:
        """Ask all workers by turns until each shows this try, then each once more."""
        waiting = list(self.seen)
        while waiting and time.monotonic() - at < 10 * SOON_SECONDS:
            waiting = [which for which in waiting if not self.look(which, number, at)]
        for line, worker in self.seen:
            shown = told(line.ask(worker, ADDRESS).body)
            self.report.pages += 1
            self.report.stale += shown != number

    def close(self) -> None:
        for line in self.lines:
            line.close()


def publish_again_and_again(machines: Machines, hand: Hand, numbers: range) -> Report:
    """Publish a guide anew for each number, and follow each until all workers show it."""
    hand("publish", number=numbers[0])
    watch = Watch(machines)
    try:
        for number in numbers[1:]:
            watch.follow(number, hand("publish", number=number))
        return watch.report
    finally:
        watch.close()
