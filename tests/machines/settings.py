"""The portal's settings as a clinic has them, with the files of the site in a folder that is gone afterwards."""

import os
from pathlib import Path

from portal.settings import *  # noqa: F403  everything else comes from the environment, as in production

STATIC_ROOT = Path(os.environ["EXERCISE_STATIC"])
