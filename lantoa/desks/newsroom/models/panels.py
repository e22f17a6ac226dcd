"""Parts of the editor that Wagtail has otherwise."""

from typing import Any

from wagtail.admin.panels import PublishingPanel


class MomentPanel(PublishingPanel):
    """When an approved item goes out, and nothing else: items do not end."""

    def __init__(self, **kwargs: Any) -> None:
        moment, _end = PublishingPanel().children
        super().__init__(**{"children": [moment], **kwargs})

    class BoundPanel(PublishingPanel.BoundPanel):
        template_name = "newsroom/moment.html"
