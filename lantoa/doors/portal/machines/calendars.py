"""Events for people's own calendars (iCalendar, RFC 5545): one file each, and one to subscribe to per language.

Who subscribed hears of changes by UID and SEQUENCE, and of a withdrawn event by its status: a calendar keeps what
merely vanishes.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from lantoa.base.models import Installation
from lantoa.desks.newsroom import queries as newsroom
from lantoa.desks.newsroom.models import Event
from lantoa.doors.portal.machines.wanted import told

MEDIA_TYPE = "text/calendar; charset=utf-8"
# What is over stays this long in the subscribed calendar; of a crowded one the events nearest to now.
PAST = timedelta(days=90)
MOST_COMING, MOST_PAST = 100, 50
_LONGEST_LINE = 75  # bytes, without the line break
# No summer time since 1975; before it nobody enters an event.
_ZONE = [
    "BEGIN:VTIMEZONE", f"TZID:{settings.TIME_ZONE}", "BEGIN:STANDARD", "DTSTART:19750613T000000",
    "TZOFFSETFROM:+0800", "TZOFFSETTO:+0700", "TZNAME:+07", "END:STANDARD", "END:VTIMEZONE",
]  # fmt: skip


@require_safe
@conditional_page
def subscribed(request: HttpRequest) -> HttpResponse:
    now = timezone.now()
    events = newsroom.calendar_around(now, request.LANGUAGE_CODE, coming=MOST_COMING, past=MOST_PAST, since=now - PAST)
    name = _("%(name)s: events") % {"name": Installation.current().name}
    return _file(_calendar(events, name=name))


@require_safe
@conditional_page
def single(request: HttpRequest, pk: int) -> HttpResponse:
    event = newsroom.calendar(request.LANGUAGE_CODE).filter(pk=min(pk, 2**63 - 1)).first()
    if event is None:
        raise Http404
    response = _file(_calendar([event], name=""))
    response.headers["Content-Disposition"] = f'attachment; filename="event-{pk}.ics"'
    return response


def _file(lines: Iterable[str]) -> HttpResponse:
    return HttpResponse("".join(f"{folded(line)}\r\n" for line in lines), content_type=MEDIA_TYPE)


def _calendar(events: Iterable[Event], *, name: str) -> Iterator[str]:
    yield from ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Lan Toa//Portal//EN", "CALSCALE:GREGORIAN")
    # No METHOD: it would make a message of it, which names an organiser's address (RFC 5546, 3.2.1).
    if name:
        yield from (f"NAME:{_text(name)}", f"X-WR-CALNAME:{_text(name)}", f"X-WR-TIMEZONE:{settings.TIME_ZONE}")
        yield from ("REFRESH-INTERVAL;VALUE=DURATION:PT6H", "X-PUBLISHED-TTL:PT6H")
    yield from _ZONE
    for event in events:
        yield from _event(event)
    yield "END:VCALENDAR"


def _event(event: Event) -> Iterator[str]:
    changed_at = event.withdrawn_at or newsroom.changed_at(event) or event.starts_at
    # Grows with each publication; whole seconds, for nobody publishes twice in one.
    since = event.first_published_at or changed_at
    address = newsroom.address_of(event)
    yield from ("BEGIN:VEVENT", f"UID:{newsroom.urn_of(event, event.language)}", f"DTSTAMP:{_utc(changed_at)}")
    yield f"SEQUENCE:{max(0, int((changed_at - since).total_seconds()))}"
    yield f"LAST-MODIFIED:{_utc(changed_at)}"
    yield f"DTSTART;TZID={settings.TIME_ZONE}:{_local(event.starts_at)}"
    if event.ends_at > event.starts_at:
        yield f"DTEND;TZID={settings.TIME_ZONE}:{_local(event.ends_at)}"
    yield f"SUMMARY;LANGUAGE={event.language}:{_text(event.title)}"
    yield f"LOCATION:{_text(', '.join(filter(None, [event.venue, event.venue_address])))}"
    said = [_reason(event) or told(event), event.organiser, address]
    yield f"DESCRIPTION:{_text(chr(10).join(filter(None, said)))}"
    yield f"URL:{address}"
    yield "STATUS:CANCELLED" if event.is_withdrawn else "STATUS:CONFIRMED"
    yield "END:VEVENT"


def _reason(event: Event) -> str:
    """Why it was withdrawn, with the language where it is not that of the calendar."""
    language = dict(settings.LANGUAGES).get(event.withdrawn_in)
    return f"{event.withdrawn_reason} ({language})" if language else event.withdrawn_reason


def _utc(at: datetime) -> str:
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def _local(at: datetime) -> str:
    return f"{at.astimezone(ZoneInfo(settings.TIME_ZONE)):%Y%m%dT%H%M%S}"


def _text(value: str) -> str:
    """RFC 5545, 3.3.11"""
    for plain, escaped in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\r\n", "\\n"), ("\n", "\\n"), ("\r", "\\n")):
        value = value.replace(plain, escaped)
    return value


def folded(line: str) -> str:
    """RFC 5545, 3.1: no more than 75 bytes a line, the rest after a line break and a blank; no letter is cut."""
    if len(line.encode()) <= _LONGEST_LINE:
        return line
    pieces, piece = [], b""
    for letter in line:
        encoded = letter.encode()
        if len(piece) + len(encoded) > _LONGEST_LINE:
            pieces.append(piece)
            piece = b" "
        piece += encoded
    return b"\r\n".join([*pieces, piece]).decode()
