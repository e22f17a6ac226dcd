"""Under a language; what is one for all languages is in `root_urls`."""

from django.urls import path

from lantoa.desks.channels.models import Channel
from lantoa.doors.portal.counters import counted_as
from lantoa.doors.portal.machines import calendars, embed, feeds

app_name = "machines"
urlpatterns = [
    path("feeds/rss.xml", counted_as(Channel.FEED, feeds.rss), name="rss"),
    path("feeds/atom.xml", counted_as(Channel.FEED, feeds.atom), name="atom"),
    path("feeds/feed.json", counted_as(Channel.FEED, feeds.json_feed), name="json"),
    path("embed/", counted_as(Channel.EMBED, embed.embedded), name="embed"),
    path("calendar.ics", counted_as(Channel.FEED, calendars.subscribed), name="calendar"),
    path("calendar/<int:pk>.ics", calendars.single, name="event"),
]
