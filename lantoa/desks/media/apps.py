from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "lantoa.desks.media"
    label = "media"
