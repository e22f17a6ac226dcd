from django.apps import AppConfig


class BaseConfig(AppConfig):
    name = "lantoa.base"
    label = "base"
