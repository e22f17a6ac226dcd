"""Who opens the screens of the vocabulary in tests."""

from collections.abc import Callable

import pytest
from django.test import Client

from tests.factories import Province

Signed = Callable[..., Client]


@pytest.fixture
def quan(province: Province, client_of: Signed) -> Client:
    """An administrator, who may change words."""
    return client_of(province.administrator)


@pytest.fixture
def an(province: Province, client_of: Signed) -> Client:
    """A focal point, who may read them."""
    return client_of(province.an)
