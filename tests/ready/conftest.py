"""What tests of the layer begin with."""

import pytest

from tests.ready.asking import Front, Site, front


@pytest.fixture
def layer() -> Front:
    return front(Site())
