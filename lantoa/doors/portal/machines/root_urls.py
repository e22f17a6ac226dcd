"""What is one for all languages."""

from django.urls import path

from lantoa.doors.portal.machines import maps
from lantoa.doors.portal.machines.icons import icon

app_name = "maps"
urlpatterns = [
    # Asked for at these addresses by browsers and telephones, whatever the page says.
    path("favicon.ico", icon, {"file": "mark.ico"}, name="icon"),
    path("apple-touch-icon.png", icon, {"file": "mark-180.png"}, name="touch_icon"),
    path("apple-touch-icon-precomposed.png", icon, {"file": "mark-180.png"}, name="touch_icon_of_old"),
    path("robots.txt", maps.robots, name="robots"),
    path(".well-known/security.txt", maps.security, name="security"),
    path("sitemap.xml", maps.index, name="index"),
    path("sitemaps/sections.xml", maps.shelves, name="shelves"),
    path("sitemaps/news.xml", maps.news, name="news"),
    path("sitemaps/items-<int:number>.xml", maps.items, name="items"),
]
