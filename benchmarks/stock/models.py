from typing import Any

from django.db import models
from wagtail.blocks import CharBlock, RichTextBlock
from wagtail.fields import StreamField
from wagtail.images import get_image_model_string
from wagtail.models import Page


class ArticlePage(Page):
    """A story with a picture, and what else there is."""

    date = models.DateField()
    intro = models.TextField()
    picture = models.ForeignKey(get_image_model_string(), models.PROTECT, null=True, related_name="+")
    body = StreamField([("heading", CharBlock()), ("text", RichTextBlock())])

    template = "stock/article_page.html"

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        others = ArticlePage.objects.live().sibling_of(self, inclusive=False).order_by("-date")
        context["related"] = others.select_related("picture")[:3]
        return context
