from django.apps import AppConfig


class NewsroomConfig(AppConfig):
    name = "lantoa.desks.newsroom"
    label = "newsroom"
