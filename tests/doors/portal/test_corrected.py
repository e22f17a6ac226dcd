"""A correction reaches every language version: those that do not follow say so, until they do."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from lantoa.core.people.models import User
from lantoa.desks.newsroom.models import Article, Correction, Origin
from lantoa.desks.newsroom.queries import following
from tests.desks import content
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = pytest.mark.django_db
PUBLISHED = datetime(2026, 3, 1, 5, tzinfo=UTC)
NOTICE = "The version in another language (Tiếng Việt) was corrected on"


def _correct(page: Article, text: str, *, by: User, days: int, carries: list[Correction] | None = None) -> Correction:
    at = PUBLISHED + timedelta(days=days)
    with raw_writes("corrected without the way through review"):
        made = Correction.objects.create(page=page, text=text, corrected_by=by, corrected_at=at)
        made.carries.set(carries or [])
    return made


def _is_behind(khach: Client, page: Article) -> bool:
    return 'class="notice notice-strong"' in khach.get(page.url_path).text


@pytest.fixture
def versions(province: Province) -> tuple[Article, Article]:
    """Vietnamese and English of one item, published together."""
    first = content.add(Article, province.committee, title="Chợ mở cửa")
    same = {"translation_key": first.translation_key}
    return first, content.add(Article, province.committee, title="The market opens", language="en", **same)


def test_other_version_says_that_it_was_not_corrected_yet(
    versions: tuple[Article, Article], khach: Client, lan: User
) -> None:
    first, other = versions
    assert NOTICE not in khach.get(other.url_path).text

    _correct(first, "Chợ mở ngày 3.", by=lan, days=1)

    assert NOTICE in khach.get(other.url_path).text
    assert "Chợ mở ngày 3." in khach.get(first.url_path).text
    assert "was corrected on" not in khach.get(first.url_path).text


def test_notice_goes_once_the_version_is_corrected_too(
    versions: tuple[Article, Article], khach: Client, lan: User
) -> None:
    first, other = versions
    one = _correct(first, "Chợ mở ngày 3.", by=lan, days=1)
    two = _correct(first, "Chợ mở lúc 6 giờ.", by=lan, days=2)
    _correct(other, "It opens on the 3rd.", by=lan, days=3, carries=[one])
    assert NOTICE in khach.get(other.url_path).text

    _correct(other, "It opens at six.", by=lan, days=4, carries=[two])
    assert NOTICE not in khach.get(other.url_path).text


def test_translation_that_was_corrected_before_its_original_is_not_behind_it(
    versions: tuple[Article, Article], khach: Client, lan: User
) -> None:
    first, other = versions
    Article.objects.filter(pk=other.pk).update(origin=Origin.TRANSLATED)
    slip = _correct(other, "It opens on the 3rd.", by=lan, days=1)
    told = _correct(first, "Chợ mở ngày 3.", by=lan, days=2, carries=[slip])
    assert not _is_behind(khach, other)

    with raw_writes("as if it spoke of something else"):
        told.carries.clear()
    assert _is_behind(khach, other)
    with raw_writes("somebody said so"):
        told.settled_on.add(other.pk)
    assert not _is_behind(khach, other)


def test_a_third_language_follows_what_another_one_followed(
    versions: tuple[Article, Article], khach: Client, lan: User
) -> None:
    first, other = versions
    content.section("fr")
    third = content.add(
        Article, first.agency, title="Le marché ouvre", language="fr", translation_key=first.translation_key,
        origin=Origin.TRANSLATED,
    )  # fmt: skip
    one = _correct(first, "Chợ mở ngày 3.", by=lan, days=1)
    _correct(first, "Chợ mở lúc 6 giờ.", by=lan, days=2)
    of_other = _correct(other, "It opens on the 3rd.", by=lan, days=3, carries=[one])
    _correct(third, "Il ouvre le 3.", by=lan, days=4, carries=[of_other])
    told = following.corrections_told_to(third)
    assert [each.text for each in following.left_open(third, told)] == ["Chợ mở lúc 6 giờ."]


@pytest.mark.parametrize("origin", Origin.values)
def test_version_that_was_corrected_first_is_not_behind_the_one_that_followed(
    versions: tuple[Article, Article], khach: Client, lan: User, origin: str
) -> None:
    first, other = versions
    Article.objects.filter(pk=other.pk).update(origin=origin)
    one = _correct(first, "Chợ mở ngày 3.", by=lan, days=1)
    _correct(other, "It opens on the 3rd.", by=lan, days=2, carries=[one])

    for page in versions:
        assert not _is_behind(khach, page)


def test_original_is_not_behind_a_translation(versions: tuple[Article, Article], khach: Client, lan: User) -> None:
    """What is put right in a translation alone was wrong in it alone."""
    first, other = versions
    Article.objects.filter(pk=other.pk).update(origin=Origin.MACHINE_ASSISTED)
    _correct(other, "It opens on the 3rd.", by=lan, days=1)
    assert not _is_behind(khach, first)

    _correct(first, "Chợ mở ngày 4.", by=lan, days=2)
    assert not _is_behind(khach, first)
    assert NOTICE in khach.get(other.url_path).text


def test_of_two_originals_a_further_correction_is_news_to_the_other(
    versions: tuple[Article, Article], khach: Client, lan: User
) -> None:
    first, other = versions
    one = _correct(other, "It opens on the 3rd.", by=lan, days=1)
    assert _is_behind(khach, first)

    _correct(first, "Chợ mở ngày 3.", by=lan, days=2, carries=[one])
    assert [_is_behind(khach, page) for page in versions] == [False, False]

    six = _correct(other, "It opens at six.", by=lan, days=3)
    assert [_is_behind(khach, page) for page in versions] == [True, False]

    _correct(first, "Chợ mở lúc 6 giờ.", by=lan, days=4, carries=[six])
    _correct(first, "Chợ đóng lúc 9 giờ.", by=lan, days=5)
    assert [_is_behind(khach, page) for page in versions] == [False, True]


def test_version_made_after_the_correction_says_nothing(
    versions: tuple[Article, Article], khach: Client, lan: User
) -> None:
    first, other = versions
    _correct(first, "Chợ mở ngày 3.", by=lan, days=1)
    Article.objects.filter(pk=other.pk).update(first_published_at=PUBLISHED + timedelta(days=2))

    assert NOTICE not in khach.get(other.url_path).text


def test_correction_of_a_version_that_is_not_public_is_not_spoken_of(
    versions: tuple[Article, Article], khach: Client, lan: User
) -> None:
    first, other = versions
    _correct(first, "Chợ mở ngày 3.", by=lan, days=1)
    Article.objects.filter(pk=first.pk).update(live=False)

    assert NOTICE not in khach.get(other.url_path).text
