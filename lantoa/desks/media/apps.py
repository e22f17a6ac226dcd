from django.apps import AppConfig


class MediaConfig(AppConfig):
    name = "lantoa.desks.media"
    label = "media"

    def ready(self) -> None:
        from lantoa.desks.media import queries

        queries.install()
