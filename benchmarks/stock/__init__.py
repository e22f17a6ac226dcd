"""A plain Wagtail site, as `wagtail start` and Wagtail's tutorial make it: what our article is compared with."""
