"""Requests nobody thought of, to every address and form: each gets an answer, none a crash.

Three hundred in every test run; `make chaos` sends ten thousand (LANTOA_CHAOS_REQUESTS).
"""

import os
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.factories import Province
from tests.test_access import ROLES, ROWS, World, _client, _path
from tests.test_bad_input import FINE, FORMS, NASTY, QUERY, _asked, _encoded

REQUESTS = int(os.environ.get("LANTOA_CHAOS_REQUESTS", "300"))

# All but the one that says by its status what is wrong with the server: here no ticker runs.
ADDRESSES = sorted({(name, given, post != "-") for name, given, _get, post in ROWS if name != "office:health"})
# What means something here and there, and so comes further than noise does.
_KNOWN = [
    "1", "0", "2026", "2026-H1", "2014..2018", "2026-02-03", "03/02/2026", "1.000", "18,9", "> 300", "vi", "en", "up",
    "down", "on", "xa-an-binh", "ubnd-tinh", "talk", "delegation", "talks", "sea_islands", "submitted", "accepted",
    "draft", "[[talks@2026]]", "xlsx", "csv", "title", "-occurred_on", "month", "2026-13-45", "https://example.org/",
]  # fmt: skip
VALUES = st.one_of(
    st.sampled_from(_KNOWN),
    st.sampled_from(NASTY),
    st.text(max_size=40),
    st.integers().map(str),
    st.dates().map(str),
    st.decimals(allow_nan=True).map(str),
)


@pytest.mark.django_db
def test_no_request_crashes(province: Province, client_of: Callable[..., Client]) -> None:
    world = World(province)
    paths = {(name, given): _path(name, given, world) for name, given, _ in ADDRESSES}
    clients = {role: _client(province, role, client_of) for role in ROLES}

    @settings(
        max_examples=REQUESTS, database=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
    )
    @given(st.data())
    def send(data: Any) -> None:
        name, given_, has_form = data.draw(st.sampled_from(ADDRESSES), "address")
        role = data.draw(st.sampled_from(["lan", "an", "administrator", *ROLES]), "role")
        good = FORMS.get(name, {})
        if has_form and data.draw(st.booleans(), "by POST"):
            changed = data.draw(st.dictionaries(st.sampled_from([*good, *QUERY]), VALUES, max_size=4), "changed")
            left_out = data.draw(st.sets(st.sampled_from([*good, ""]), max_size=2), "left out")
            sent = {key: value for key, value in {**good, **changed}.items() if key not in left_out}
            method = "post"
        else:
            sent = data.draw(st.dictionaries(st.sampled_from(QUERY), VALUES, max_size=4), "query")
            method = "get"
        encoded = {key: _encoded(value) if isinstance(value, str) else value for key, value in sent.items()}
        response = _asked(clients[role], method, paths[name, given_], encoded)
        assert response.status_code in FINE

    send()
