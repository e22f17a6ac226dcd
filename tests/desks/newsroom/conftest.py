"""Where most of these tests sit."""

import pytest

from tests.desks.newsroom.desk import Desk, desk
from tests.factories import Province


@pytest.fixture
def room(province: Province) -> Desk:
    return desk(province)
