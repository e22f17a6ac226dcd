"""The newsroom's screens in the office: its list, one item, how long things take. Writing itself is Wagtail's."""
