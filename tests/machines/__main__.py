"""`python -m tests.machines [how often]`: publish a thousand times, and say how soon every worker showed it."""

import sys

from tests.machines.machines import Hand, machines
from tests.machines.tries import publish_again_and_again

if __name__ == "__main__":
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    with machines() as all_of_them, Hand(all_of_them.env) as hand:
        report = publish_again_and_again(all_of_them, hand, range(1, count + 2))
    sys.stdout.write(f"{report}\n")
    sys.exit(1 if report.late or report.stale or report.mixed else 0)
