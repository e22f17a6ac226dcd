from copy import deepcopy
from datetime import UTC, date, datetime
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from lantoa.base import yaml_text
from lantoa.core.documents import actions, queries
from lantoa.core.documents.models import LayoutProfile
from lantoa.core.documents.queries.template_check import BadTemplate
from lantoa.core.documents.rules import profiles
from lantoa.core.people.models import User
from tests.core.documents.clerks import saved, template
from tests.factories import Province
from tests.write_guard import raw_writes

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("english")]
AT = datetime(2026, 12, 1, 2, tzinfo=UTC)
TODAY = date(2026, 12, 1)


def numbers(code: str = "nd30") -> dict[str, Any]:
    rows: list[dict[str, Any]] = yaml_text.read(actions.SEED)
    return deepcopy(next(row["numbers"] for row in rows if row["code"] == code))


def test_no_layout_is_shipped_as_held_against_the_official_text() -> None:
    assert [(row.code, row.is_verified, row.is_shipped) for row in queries.profiles()] == [
        ("nd30", False, True),
        ("party", False, True),
    ]
    assert "bản chuyển đổi" in queries.profile("nd30", on=TODAY).source


def test_a_shipped_decree_that_was_called_verified_is_so_no_longer() -> None:
    update = import_module("lantoa.core.documents.migrations.0003_nd30_unverified").nobody_checked_it
    shipped = queries.profile_in_force("nd30", on=TODAY)
    with raw_writes("as an earlier version shipped it"):
        LayoutProfile.objects.filter(pk=shipped.pk).update(is_verified=True, source="Nghị định số 30/2020/NĐ-CP")
        for _time in range(2):
            update(apps, None)
    shipped.refresh_from_db()
    said = "Nghị định số 30/2020/NĐ-CP (đọc từ một bản chuyển đổi của các phụ lục)"
    assert (shipped.is_verified, shipped.source) == (False, said)


def test_numbers_of_the_decree_are_those_of_its_annex() -> None:
    profile = queries.profile("nd30", on=TODAY)
    sizes_of_page = {"width": profile.width, "height": profile.height, "text": profile.text_width}
    assert sizes_of_page == {"width": 210, "height": 297, "text": 165}
    assert profile.font == "Times New Roman"
    margins = {side: (span.least, span.most) for side, span in profile.margins.items()}
    assert margins == {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)}
    sizes = {name: (look.size.least, look.size.most) for name, look in profile.looks.items()}
    wanted = {"national_name": (12, 13), "recipients": (11, 11), "text": (13, 14)}
    assert {name: sizes[name] for name in wanted} == wanted
    assert profile.paragraph_gap.holds(40)
    assert not profile.paragraph_gap.holds(5)
    without_law = [name for name, look in profile.looks.items() if not look.size.where]
    assert without_law == ["table", "annex_table"]


@pytest.mark.parametrize(
    ("path", "value", "sentence"),
    [
        (("margins", "left", "used"), 60, "left: 60 is not between the least and the most."),
        (("elements", "text", "used"), 11, "text: 11 is not between the least and the most."),
        (("elements", "text"), None, "The profile lacks"),
        (("paper", "width"), 140, "Less than 100 mm would be left for the text."),
        (("number_form",), "{whatever}", "The profile lacks"),
    ],
)
def test_numbers_that_contradict_themselves_are_refused(path: tuple[str, ...], value: object, sentence: str) -> None:
    wrong = numbers()
    place = wrong
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    with pytest.raises(profiles.BadProfile, match=sentence):
        profiles.read("nd30", wrong)


def test_seeding_twice_adds_nothing_and_keeps_what_people_wrote() -> None:
    with raw_writes("an office corrected a name"):
        LayoutProfile.objects.filter(code="party").update(name_vi="Văn bản Đảng")
    actions.seed()
    assert [(row.code, row.name_vi) for row in queries.profiles()] == [
        ("nd30", "Văn bản hành chính"),
        ("party", "Văn bản Đảng"),
    ]


def test_a_changed_version_holds_from_its_day_and_not_before(province: Province) -> None:
    changed = numbers()
    changed["margins"]["left"]["used"] = 35
    before = queries.profile_in_force("nd30", on=TODAY)
    row = actions.follow(
        before, numbers=changed, source="Nghị định mới", is_verified=True, valid_from=date(2027, 1, 1), today=TODAY,
        by=province.administrator, at=AT,
    )  # fmt: skip
    assert queries.profile_in_force("nd30", on=date(2026, 12, 31)) == before
    assert queries.profile_in_force("nd30", on=date(2027, 1, 1)) == row
    assert queries.profile("nd30", on=date(2027, 1, 1)).margins["left"].used == 35
    assert queries.profile_in_force("nd30", on=date(1999, 1, 1)) == before


def test_a_version_of_the_past_is_refused(province: Province) -> None:
    before = queries.profile_in_force("nd30", on=TODAY)
    with pytest.raises(actions.NotPossible, match="today or later"):
        actions.follow(
            before, numbers=numbers(), source="", is_verified=False, valid_from=date(2026, 11, 30), today=TODAY,
            by=province.administrator, at=AT,
        )  # fmt: skip
    assert LayoutProfile.objects.count() == 2


def test_an_unknown_layout_is_said_so() -> None:
    with pytest.raises(LayoutProfile.DoesNotExist, match="nd31"):
        queries.profile_in_force("nd31", on=TODAY)


# -- letterheads -----------------------------------------------------------------------------------


def _write(province: Province, *, by: User, at: datetime = AT, **other: Any) -> Any:
    said: dict[str, Any] = {
        "profile": "nd30", "parent_body": "Tỉnh Sông Xanh", "body": "Ủy ban nhân dân", "code": "BC-UBND",
        "place": "Sông Xanh", "addressees": [], "recipients": ["Như trên", "Lưu: VT"], "signing": ["CHỦ TỊCH"],
        "signer": "",
    }  # fmt: skip
    return actions.write_letterhead(province.committee, **{**said, **other}, by=by, at=at)


def test_a_letterhead_follows_the_one_before_which_stays(province: Province) -> None:
    first = _write(province, by=province.lan)
    assert _write(province, by=province.lan) == first
    second = _write(province, by=province.lan, at=datetime(2026, 12, 2, tzinfo=UTC), place="Sông Đỏ")
    assert queries.letterhead_of(province.committee) == second
    assert queries.letterhead_of(province.commune_a.code) is None
    history = [(row.place, row.until) for row in queries.letterhead_history(province.committee)]
    assert history == [("Sông Đỏ", None), ("Sông Xanh", datetime(2026, 12, 2, tzinfo=UTC))]


def test_a_letterhead_is_said_with_the_number_and_day_of_one_document(province: Province) -> None:
    said = queries.letterhead(_write(province, by=province.lan), number="5", dated_on=date(2026, 12, 3))
    assert (said.number, said.dated_on, said.body, said.recipients) == (
        "5", "2026-12-03", "Ủy ban nhân dân", ("Như trên", "Lưu: VT"),
    )  # fmt: skip


def test_letterheads_are_written_by_the_own_secretariat_and_the_administrator(province: Province) -> None:
    row = _write(province, by=province.lan)
    assert queries.letterheads() == [row]
    codes = {user: [agency.code for agency in queries.agencies_to_write_for(user)] for user in (
        province.lan, province.an, province.leader, province.administrator,
    )}  # fmt: skip
    assert codes == {
        province.lan: ["ubnd-tinh"], province.an: [], province.leader: [],
        province.administrator: ["xa-an-binh", "xa-binh-minh", "ubnd-tinh"],
    }  # fmt: skip
    assert queries.agency_to_write_for(province.lan, "ubnd-tinh") == province.committee
    with pytest.raises(PermissionDenied):
        queries.agency_to_write_for(province.lan, "xa-an-binh")


def test_a_template_is_kept_once_and_put_away(province: Province) -> None:
    content = saved(template())
    row = actions.take_template(province.committee, name="Báo cáo", content=content, by=province.lan, at=AT)
    assert bytes(queries.template(row.pk).content) == content
    assert [each.name for each in queries.templates(["ubnd-tinh"])] == ["Báo cáo"]
    assert queries.templates(["xa-an-binh"]) == []
    again = actions.take_template(province.committee, name="Báo cáo", content=content, by=province.lan, at=AT)
    assert again == row
    other = saved(template("{{p content }}"))
    newer = actions.take_template(province.committee, name="Báo cáo", content=other, by=province.lan, at=AT)
    assert queries.templates() == [newer]
    actions.retire_template(newer, by=province.lan, at=AT)
    actions.retire_template(newer, by=province.lan, at=AT)
    assert queries.templates() == []
    assert bytes(queries.template(row.pk).content) == content


def test_a_template_that_does_more_than_fill_in_is_not_kept(province: Province) -> None:
    with pytest.raises(BadTemplate, match="is not understood"):
        actions.take_template(
            province.committee, name="x", content=saved(template("{{p content }}", "{{ ''.__class__ }}")),
            by=province.lan, at=AT,
        )  # fmt: skip
    assert queries.templates() == []
