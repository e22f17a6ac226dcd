from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from lantoa.doors.portal.cache.addresses import QUERY_WORDS, is_public, key_of, query_of


def _request(**more: str) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": "GET", "PATH_INFO": "/vi/tin/", "QUERY_STRING": "", "HTTP_HOST": "Cong.Example.VN",
        "wsgi.url_scheme": "http", **more,
    }  # fmt: skip


def test_key_is_scheme_host_path_and_query() -> None:
    assert key_of(_request(QUERY_STRING="page=2&utm_source=zalo&kind=event")) == (
        "http", "cong.example.vn", "/vi/tin/", "kind=event&page=2",
    )  # fmt: skip
    assert key_of(_request(REQUEST_METHOD="HEAD")) == key_of(_request())


@pytest.mark.parametrize(
    "more",
    [
        {"REQUEST_METHOD": "POST"},
        {"REQUEST_METHOD": "OPTIONS"},
        {"HTTP_COOKIE": "a=1; sessionid=abc"},
        {"HTTP_COOKIE": "lantoa_language=en"},
        {"HTTP_COOKIE": "csrftoken=x"},
        {"HTTP_COOKIE": "messages=x"},
        {"HTTP_AUTHORIZATION": "Basic x"},
        {"HTTP_RANGE": "bytes=0-1"},
        {"QUERY_STRING": "next=/office/"},
        {"QUERY_STRING": "q=" + "x" * 600},
        {"QUERY_STRING": "q=%FF"},
    ],
)
def test_key_of_what_may_be_nobody_elses_is_none(more: dict[str, str]) -> None:
    assert key_of(_request(**more)) is None


def test_key_with_a_foreign_cookie_is_the_same_as_without() -> None:
    assert key_of(_request(HTTP_COOKIE="theme=dark")) == key_of(_request())


@pytest.mark.parametrize(
    ("path", "public"),
    [
        ("/", True), ("/vi/", True), ("/zh-hans/tin/a/", True), ("/heads.json", True), ("/api/v1/items", True),
        ("/office/", False), ("/admin/pages/", False), ("/accounts/login/", False), ("/documents/1/a.pdf", False),
        ("/join/abc/", False), ("/set-up/abc/", False), ("/healthz", False), ("/static/a.css", False),
        ("/vietnam/", False),
    ],
)  # fmt: skip
def test_public_is_what_the_first_part_says(path: str, public: bool) -> None:
    assert is_public(path) is public


PAIRS = st.lists(
    st.tuples(
        st.sampled_from([*sorted(QUERY_WORDS), "utm_source", "utm_x", "fbclid", "gclid", "other", "a&b"]),
        st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
    ),
    max_size=6,
)


@given(PAIRS)
def test_query_as_a_name_says_to_django_what_was_asked_or_nothing(pairs: list[tuple[str, str]]) -> None:
    name = query_of(urlencode(pairs))

    asked = [(word, value) for word, value in pairs if not word.startswith("utm_") and word not in {"fbclid", "gclid"}]
    if any(word not in QUERY_WORDS for word, _ in asked):
        assert name is None
    else:
        assert name is not None
        assert QueryDict(name).dict() == QueryDict(urlencode(asked)).dict()
        assert parse_qs(name, keep_blank_values=True) == parse_qs(urlencode(asked), keep_blank_values=True)


@given(PAIRS, st.randoms(use_true_random=False))
def test_query_as_a_name_is_the_same_in_any_order_of_different_words(pairs: list[tuple[str, str]], random: Any) -> None:
    once = list(dict(pairs).items())
    mixed = random.sample(once, len(once))
    assert query_of(urlencode(once)) == query_of(urlencode(mixed))


@given(PAIRS)
def test_query_as_a_name_is_its_own_name(pairs: list[tuple[str, str]]) -> None:
    name = query_of(urlencode(pairs))
    if name:
        assert query_of(name) == name
