"""Real rows for tests, made through the actions: two communes under a province, and the people who work there."""

from dataclasses import dataclass

from lantoa.core.people import actions as people
from lantoa.core.people.models import Agency, Place, Role, User


@dataclass(frozen=True)
class Province:
    """lan: secretariat; an: focal point of commune_a; binh: focal point of commune_b, who sees nothing of commune_a."""

    place: Place
    committee: Agency
    commune_a: Agency
    commune_b: Agency
    lan: User
    an: User
    binh: User
    leader: User
    administrator: User
    auditor: User
    editor: User


# Of the people of a Province: how they sign in.
USERNAMES = {
    "lan": "lan", "an": "an", "binh": "binh", "leader": "ha", "administrator": "quan", "auditor": "tam",
    "editor": "thao",
}  # fmt: skip


def province() -> Province:
    """A fictional province with two communes; nobody has a password, sign in by `client_of`."""
    place = people.add_place("song-xanh", "Tỉnh Sông Xanh", "Song Xanh Province", level=Place.Level.PROVINCE)
    committee = people.add_agency(
        "ubnd-tinh", "UBND tỉnh Sông Xanh", "Provincial People's Committee", level=Agency.Level.PROVINCE, place=place
    )
    commune_a, commune_b = (_commune(code, name, upper=committee) for code, name in _COMMUNES)
    return Province(
        place=place,
        committee=committee,
        commune_a=commune_a,
        commune_b=commune_b,
        lan=_person("lan", "Nguyễn Thị Lan", committee, Role.SECRETARIAT),
        an=_person("an", "Trần Văn An", commune_a, Role.FOCAL_POINT),
        binh=_person("binh", "Lê Thanh Bình", commune_b, Role.FOCAL_POINT),
        leader=_person("ha", "Phạm Thu Hà", committee, Role.LEADER),
        administrator=_person("quan", "Đỗ Minh Quân", committee, Role.ADMINISTRATOR, is_superuser=True),
        auditor=_person("tam", "Vũ Minh Tâm", committee, Role.AUDITOR),
        editor=_person("thao", "Hồ Phương Thảo", committee, Role.EDITOR),
    )


_COMMUNES = [("xa-an-binh", "An Bình"), ("xa-binh-minh", "Bình Minh")]


def _commune(code: str, name: str, *, upper: Agency) -> Agency:
    place = people.add_place(code, f"Xã {name}", f"{name} Commune", level=Place.Level.COMMUNE, parent=upper.place)
    return people.add_agency(
        code,
        f"UBND xã {name}",
        f"{name} Commune People's Committee",
        level=Agency.Level.COMMUNE,
        parent=upper,
        place=place,
    )


def _person(username: str, full_name: str, agency: Agency, role: Role, *, is_superuser: bool = False) -> User:
    return people.add_user(username, full_name, password=None, posts=[(agency, role)], is_superuser=is_superuser)
