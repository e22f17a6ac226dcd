from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    name = "lantoa.core.programme"
    label = "programme"
