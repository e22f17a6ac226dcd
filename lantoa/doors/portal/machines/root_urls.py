"""What is one for all languages."""

from django.urls import path

from lantoa.doors.portal.machines import maps

app_name = "maps"
urlpatterns = [
    path("robots.txt", maps.robots, name="robots"),
    path(".well-known/security.txt", maps.security, name="security"),
    path("sitemap.xml", maps.index, name="index"),
    path("sitemaps/sections.xml", maps.shelves, name="shelves"),
    path("sitemaps/news.xml", maps.news, name="news"),
    path("sitemaps/items-<int:number>.xml", maps.items, name="items"),
]
