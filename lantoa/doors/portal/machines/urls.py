"""Under a language; what is one for all languages is in `root_urls`."""

from django.urls import path

from lantoa.doors.portal.machines import calendars, embed, feeds

app_name = "machines"
urlpatterns = [
    path("feeds/rss.xml", feeds.rss, name="rss"),
    path("feeds/atom.xml", feeds.atom, name="atom"),
    path("feeds/feed.json", feeds.json_feed, name="json"),
    path("embed/", embed.embedded, name="embed"),
    path("calendar.ics", calendars.subscribed, name="calendar"),
    path("calendar/<int:pk>.ics", calendars.single, name="event"),
]
