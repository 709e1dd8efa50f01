"""What is wrong with a text, said so that its writer can mend it."""

from typing import NamedTuple


class Fault(NamedTuple):
    """One thing to mend: the line it is on (counted from 1) and a sentence that ends with the mend."""

    line: int
    message: str


class BadText(ValueError):
    """A text that cannot be taken. `faults` holds everything found, in the order of the lines; never empty."""

    faults: tuple[Fault, ...]

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*faults)
        self.faults = tuple(sorted(set(faults)))

    def __str__(self) -> str:
        return "\n".join(f"line {fault.line}: {fault.message}" for fault in self.faults)
