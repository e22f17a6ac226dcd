"""What a database holds, counted: to tell an empty one, an untouched sample, and one that people worked in apart."""

from pathlib import Path
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from lantoa.core.ledger import queries as ledger
from lantoa.core.people.models import OPERATOR

# The map of the sample province, drawn for it; it lies in no real sea.
OUTLINES = Path(__file__).parent / "outlines.geojson"

# Read as tables, not through the rooms: it must answer for a database of an older version too.
_COUNTS = {
    "activity_count": "SELECT count(*) FROM ledger_activity",
    "report_count": "SELECT count(*) FROM reports_report",
    "user_count": f"SELECT count(*) FROM people_user WHERE username <> '{OPERATOR}'",  # noqa: S608 a constant
    "agency_count": "SELECT count(*) FROM people_agency",
    "programme_count": "SELECT count(*) FROM programme_programme",
    "target_count": "SELECT count(*) FROM programme_target",
    "period_count": "SELECT count(*) FROM programme_reportingperiod",
    "finding_count": "SELECT count(*) FROM programme_finding",
    "comment_count": "SELECT count(*) FROM reports_comment",
    "remark_count": "SELECT count(*) FROM answers_remark",
    "member_count": "SELECT count(*) FROM people_committeemember",
    "paper_count": "SELECT count(*) + count(nullif(file, '')) FROM people_committeepaper",
}
# Younger than the sample: a database of an older version may not have it yet.
_LATER = {
    "period_count": "programme_reportingperiod",
    "finding_count": "programme_finding",
    "comment_count": "reports_comment",
    "remark_count": "answers_remark",
    "member_count": "people_committeemember",
    "paper_count": "people_committeepaper",
}
# Each with its file in a column of that name.
_WITH_FILES = (
    "ledger_evidence", "people_committeepaper", "media_mediaimage", "media_mediarendition", "media_mediadocument",
)  # fmt: skip


def counted() -> dict[str, Any]:
    """head_seq, head_hash and one number per kind of row, of the database of the settings."""
    head = ledger.head()
    with connection.cursor() as cursor:
        counts = {}
        there = set(connection.introspection.table_names(cursor))
        for name, question in _COUNTS.items():
            if _LATER.get(name, "") in {"", *there}:
                cursor.execute(question)
                counts[name] = cursor.fetchone()[0]
    return {"head_seq": head.head_seq, "head_hash": head.head_hash, **counts}


def beyond(mark: dict[str, Any]) -> list[str]:
    """What was recorded since a mark, in words; empty if nothing was. An empty mark stands for an empty database."""
    now = counted()
    words = {
        "head_seq": _("entries in the ledger"),
        "activity_count": _("activities"),
        "report_count": _("reviews"),
        "user_count": _("accounts"),
        "agency_count": _("agencies"),
        "programme_count": _("programmes"),
        "target_count": _("targets"),
        "period_count": _("reporting periods"),
        "finding_count": _("findings"),
        "comment_count": _("comments on drafts"),
        "remark_count": _("remarks of readers"),
        "member_count": _("members of the steering committee"),
        "paper_count": _("papers of the steering committee and their files"),
    }
    more = {word: now.get(name, 0) - mark.get(name, 0) for name, word in words.items()}
    found = [f"{word}: {count:+d}" for word, count in more.items() if count]
    if not found and mark and now["head_hash"] != mark["head_hash"]:
        found = [_("other entries in the ledger")]
    return found


def kept_files() -> list[str]:
    """The names of all evidence, papers, pictures and documents, as the media folder has them."""
    names: list[str] = []
    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))
        for table in _WITH_FILES:
            if table in there:
                cursor.execute(f"SELECT file FROM {table} WHERE file <> ''")  # noqa: S608 a constant
                names += [row[0] for row in cursor.fetchall()]
    return names
