from django.apps import AppConfig


class OfficeConfig(AppConfig):
    name = "lantoa.doors.office"
    label = "office"
