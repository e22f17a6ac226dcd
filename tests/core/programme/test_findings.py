"""Findings: written for a period, settled with an answer, carried into the period after, seen by whom they concern."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.log_actions import registry

from lantoa.base.periods import Period, parse
from lantoa.core.people.models import Agency, User
from lantoa.core.programme import actions, queries
from lantoa.core.programme.models import Finding, ReportingPeriod, Task
from tests.core.programme.conftest import AT
from tests.factories import Province

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
Kind = Finding.Kind
Q1, Q2 = parse("2026-Q1"), parse("2026-Q2")


@pytest.fixture
def written(province: Province) -> Callable[..., Finding]:
    """`written("Chậm gửi báo cáo")`: a limitation of commune_a in quarter I, unless said otherwise."""

    def write(
        text: str, *, kind: Kind = Kind.LIMITATION, window: Period = Q1, agency: Agency | None = province.commune_a,
        by: User = province.an, **more: Any,
    ) -> Finding:  # fmt: skip
        return actions.add_finding(actions.FindingFacts(kind, text, window, agency, **more), by=by, at=AT)

    return write


Write = Callable[..., Finding]


def _happened(finding: Finding) -> list[str]:
    found = registry.get_logs_for_instance(finding).order_by("timestamp", "id")
    return list(found.values_list("action", flat=True))


# -- writing ---------------------------------------------------------------------------------------


def test_what_is_settled_keeps_its_answer_and_every_state_stays_in_the_log(written: Write, province: Province) -> None:
    finding = written("  Chậm gửi\n báo cáo ")
    assert (finding.text, finding.state, finding.window) == ("Chậm gửi báo cáo", "open", Q1)

    for _twice in range(2):
        settled = actions.settle_finding(finding, response="Đã gửi đủ", by=province.lan, at=AT)
    assert (settled.state, settled.response) == ("done", "Đã gửi đủ")
    for _twice in range(2):
        reopened = actions.reopen_finding(finding, by=province.lan, at=AT)
    assert (reopened.state, reopened.response) == ("open", "")
    assert _happened(finding) == ["findings.add", "findings.settle", "findings.reopen"]
    told = registry.get_logs_for_instance(finding).get(action="findings.settle")
    assert (told.user, told.data) == (province.lan, {"reason": "Đã gửi đủ"})


def test_what_is_carried_on_stands_once_in_the_period_after(written: Write, province: Province) -> None:
    finding = written("Thiếu kinh phí", kind=Kind.PROPOSAL, addressed_to="Bộ Ngoại giao")
    following = actions.carry_finding(finding, by=province.an, at=AT)
    assert actions.carry_finding(finding, by=province.an, at=AT) == following
    assert (following.text, following.kind, following.agency, following.addressed_to, following.window) == (
        "Thiếu kinh phí", "proposal", province.commune_a, "Bộ Ngoại giao", Q2
    )  # fmt: skip
    assert [(row.state, row.carried_from) for row in Finding.objects.order_by("pk")] == [
        ("carried", None), ("open", finding)
    ]  # fmt: skip
    assert _happened(finding) == ["findings.add", "findings.carry"]


@pytest.mark.parametrize("act", ["settle", "reopen", "delete", "edit"])
def test_what_was_carried_on_is_left_as_it_is(act: str, written: Write, province: Province) -> None:
    finding = written("Thiếu kinh phí")
    actions.carry_finding(finding, by=province.an, at=AT)
    person: dict[str, Any] = {"by": province.an, "at": AT}
    with pytest.raises(actions.NotNow):
        {
            "settle": lambda: actions.settle_finding(finding, response="Xong", **person),
            "reopen": lambda: actions.reopen_finding(finding, **person),
            "delete": lambda: actions.delete_finding(finding, **person),
            "edit": lambda: actions.edit_finding(finding, actions.FindingFacts(Kind.LESSON, "Khác", Q1), **person),
        }[act]()
    finding.refresh_from_db()
    assert (finding.state, finding.text) == ("carried", "Thiếu kinh phí")


def test_deleting_what_was_carried_here_lets_it_stand_where_it_came_from(written: Write, province: Province) -> None:
    finding = written("Thiếu kinh phí")
    actions.delete_finding(actions.carry_finding(finding, by=province.an, at=AT), by=province.an, at=AT)
    assert [(row.pk, row.state) for row in Finding.objects.all()] == [(finding.pk, "open")]
    assert _happened(finding) == ["findings.add", "findings.carry", "findings.reopen"]


def test_nothing_is_settled_without_a_word(written: Write, province: Province) -> None:
    with pytest.raises(actions.NotNow, match="Hãy ghi"):
        actions.settle_finding(written("Chậm"), response=" ", by=province.an, at=AT)


def test_a_task_brings_its_programme(written: Write, task: Task) -> None:
    assert written("Chậm mở lớp", task=task).programme == task.programme


def test_the_window_after_is_that_of_the_next_reporting_period(province: Province) -> None:
    november, december = parse("2026-10-15..2026-11-14"), parse("2026-11-15..2026-12-12")
    assert queries.window_after(november) == parse("2026-11-15..2026-12-14")
    actions.plan_period(window=december, cutoff_at=AT, dues={"commune": date(2026, 12, 22)}, by=province.lan, at=AT)
    assert queries.window_after(november) == december
    assert queries.window_after(Q1) == Q2


# -- what a review lists ---------------------------------------------------------------------------


def test_a_window_holds_what_lies_wholly_in_it(written: Write) -> None:
    inside, also, _later = written("Một"), written("Hai", window=parse("2026-02")), written("Ba", window=Q2)
    assert queries.findings_within([Q1]) == [inside, also]
    assert len(queries.findings_within([Q1, Q2])) == 3
    assert queries.findings_within([]) == []


# -- screens ---------------------------------------------------------------------------------------


def test_each_sees_what_concerns_them(written: Write, province: Province, client_of: SignIn) -> None:
    written("Của An Bình")
    written("Của tỉnh", agency=None, by=province.lan)

    def seen(user: User) -> list[str]:
        page = client_of(user).get(reverse("programme:findings"))
        return sorted(finding.text for finding in page.context["page"])

    assert seen(province.lan) == seen(province.leader) == ["Của An Bình", "Của tỉnh"]
    assert (seen(province.an), seen(province.binh)) == (["Của An Bình"], [])


def test_a_focal_point_writes_one_for_its_agency_alone(
    period: ReportingPeriod, province: Province, client_of: SignIn
) -> None:
    client = client_of(province.an)
    path = reverse("programme:finding_new", query={"period": "2026-Q3", "agency": "xa-an-binh"})
    assert 'value="2026-Q3" selected' in client.get(path).content.decode()
    given = {"kind": "lesson", "text": "Hỏi sớm", "agency": "xa-an-binh", "window": "2026-Q3"}
    answer = client.post(path, given, follow=True)
    made = Finding.objects.get()
    assert (made.kind, made.agency, made.window, made.created_by) == (
        "lesson", province.commune_a, period.window, province.an
    )  # fmt: skip
    assert list(answer.context["page"]) == [made]

    for other in ("xa-binh-minh", ""):
        assert client.post(path, given | {"agency": other}).status_code == 422
    assert Finding.objects.count() == 1


def test_the_secretariat_writes_for_the_province(province: Province, client_of: SignIn) -> None:
    given = {"kind": "proposal", "text": "Xin thêm lớp", "window": "2026-Q1", "addressed_to": "Bộ Ngoại giao"}
    path = reverse("programme:finding_new", query={"period": "2026-Q1"})
    client_of(province.lan).post(path, given)
    assert (Finding.objects.get().agency, Finding.objects.get().addressed_to) == (None, "Bộ Ngoại giao")


def test_a_finding_is_settled_carried_and_deleted_on_its_page(
    written: Write, province: Province, client_of: SignIn
) -> None:
    client, finding = client_of(province.an), written("Chậm gửi báo cáo")

    def press(name: str, **given: str) -> str:
        answer = client.post(reverse(f"programme:{name}", args=[finding.pk]), given, follow=True)
        assert answer.status_code == 200
        return answer.content.decode()

    assert "Chậm gửi báo cáo" in client.get(reverse("programme:finding", args=[finding.pk])).content.decode()
    assert "Hãy ghi" in press("finding_settle", response="")
    assert "Đã gửi bù" in press("finding_settle", response="Đã gửi bù")
    press("finding_reopen")
    assert "quý ii" in press("finding_carry").lower()
    later = Finding.objects.get(state="open")
    assert client.get(reverse("programme:finding_delete", args=[later.pk])).status_code == 200
    client.post(reverse("programme:finding_delete", args=[later.pk]))
    assert Finding.objects.get() == finding


def test_the_filters_narrow_the_list(written: Write, province: Province, client_of: SignIn) -> None:
    written("Chậm")
    written("Hỏi sớm", kind=Kind.LESSON, window=Q2, agency=province.commune_b, by=province.binh)
    client, path = client_of(province.lan), reverse("programme:findings")

    def texts(**chosen: str) -> list[str]:
        return [row.text for row in client.get(path, chosen).context["page"]]

    assert texts() == ["Hỏi sớm", "Chậm"]
    assert texts(kind="lesson") == texts(period="2026-Q2") == texts(agency="xa-binh-minh") == ["Hỏi sớm"]
    assert texts(state="done") == []
    for name in ("kind", "state", "period", "agency"):
        answer = client.get(path, {name: "khong-co"})
        assert (list(answer.context["page"]), list(answer.context["unknown"])) == ([], ["khong-co"])
        assert "“khong-co”" in answer.text


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_however_long(
    count: int, written: Write, province: Province, client_of: SignIn, count_queries: Callable[[], Any]
) -> None:
    for number in range(count):
        written(f"Hạn chế {number}")
    client = client_of(province.lan)
    with count_queries() as asked:
        page = client.get(reverse("programme:findings"))
    assert (len(page.context["page"]), len(asked)) == (count, 8)
