"""Places, agencies and people of the sample."""

from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Any

from django.utils.timezone import get_current_timezone

from lantoa.core.documents import actions as documents
from lantoa.core.people import actions as people
from lantoa.core.people.models import Agency, CommitteeMember, Place, Role, User

ROOT = "ubnd-tinh"


@dataclass
class Province:
    """Who is who. reporters: agency code -> the person who records for it"""

    name_vi: str
    name_en: str
    names: dict[str, str]
    agencies: dict[str, Agency] = field(default_factory=dict)
    places: dict[str, Place] = field(default_factory=dict)
    reporters: dict[str, User] = field(default_factory=dict)
    secretariat: User = field(default_factory=User)
    leader: User = field(default_factory=User)


def found(plan: dict[str, Any], *, password: str) -> Province:
    """Make all of it. plan: province.yaml"""
    province = Province(plan["name_vi"], plan["name_en"], plan["names"])
    _places(plan, province)
    _agencies(plan, province)
    _people(plan, province, password=password)
    _committee(plan["committee"], province)
    return province


def _places(plan: dict[str, Any], province: Province) -> None:
    communes = [{**item, "level": "commune"} for item in plan["communes"]]
    root = None
    for item in [*plan["places"], *communes]:
        place = people.add_place(
            item["code"], item["vi"], item["en"], level=Place.Level(item["level"]), parent=root,
            valid_until=item.get("until"),
        )  # fmt: skip
        root = root or place
        province.places[place.code] = place


def _agencies(plan: dict[str, Any], province: Province) -> None:
    communes = [{**item, "level": "commune", "vi": f"UBND {_lower(item['vi'])}"} for item in plan["communes"]]
    for item in [*plan["agencies"], *communes]:
        code = item["code"]
        # The Party's commission is not below the People's Committee.
        upper = None if code in {ROOT, "ban-tuyen-giao"} else province.agencies[item.get("parent", ROOT)]
        english = f"{item['en']} People's Committee" if item["level"] == "commune" else item["en"]
        province.agencies[code] = people.add_agency(
            code, item["vi"], english, level=Agency.Level(item["level"]), parent=upper, place=province.places.get(code)
        )
    for item in plan["agencies"]:
        if "merged_into" in item:
            into = province.agencies[item["merged_into"]]
            people.merge_agency(province.agencies[item["code"]], into=into, on=item["merged_on"])
    for code, said in plan["letterheads"].items():
        at = datetime.combine(said["since"], time(8), tzinfo=get_current_timezone())
        words = {name: value for name, value in said.items() if name != "since"}
        documents.write_letterhead(province.agencies[code], **words, by=None, at=at)


def _people(plan: dict[str, Any], province: Province, *, password: str) -> None:
    for item in plan["people"]:
        role = Role(item["role"])
        user = people.add_user(
            item["user"], item["name"], password=password, posts=[(province.agencies[item["agency"]], role)],
            is_superuser=role == Role.ADMINISTRATOR, is_sample=True,
        )  # fmt: skip
        if role == Role.SECRETARIAT:
            province.secretariat = user
        if role == Role.LEADER:
            province.leader = user
        if role == Role.FOCAL_POINT:
            province.reporters[item["agency"]] = user
    for code, agency in province.agencies.items():
        if code not in province.reporters:
            posts = [(agency, Role.FOCAL_POINT)]
            province.reporters[code] = people.add_user(
                code, f"Đầu mối {agency.name_vi}", password=None, posts=posts, is_sample=True
            )


def _committee(plan: dict[str, Any], province: Province) -> None:
    papers = {item["number"]: people.add_paper(**item) for item in plan["papers"]}
    held: dict[str, CommitteeMember] = {}
    for item in plan["members"]:
        after, agency, paper = (item.pop(name, None) for name in ("after", "agency", "paper"))
        key = item.pop("key", "")
        held[key] = people.add_member(
            **item, after=held[after] if after else None, agency=province.agencies[agency] if agency else None,
            paper=papers[paper],
        )  # fmt: skip


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]
