"""How often something was read, as the public is told."""

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from lantoa.base.quantities import written
from lantoa.desks.channels import rules

register = template.Library()


@register.filter
def told(count: int) -> str:
    """`{{ count|told }}`: "1.204"; a small number is told as "fewer than 5"."""
    if rules.told(count) is None:
        return _("fewer than %(count)s") % {"count": rules.FEWEST}
    return written(count)


@register.filter
def views(count: int) -> str:
    """`{{ count|views }}`: "1.204 views"; a small number is told as "fewer than 5 views"."""
    if rules.told(count) is None:
        return _("fewer than %(count)s views") % {"count": rules.FEWEST}
    return ngettext("%(count)s view", "%(count)s views", count) % {"count": written(count)}
