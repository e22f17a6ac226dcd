from django.apps import AppConfig


class PortalConfig(AppConfig):
    name = "lantoa.doors.portal"
    label = "portal"
