"""The WSGI entry: `granian --interface wsgi lantoa.wsgi:application`."""

import gc
import os
import sys

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lantoa.settings")
# As in `lantoa.__main__`.
gc.set_threshold(50_000, 10, 10)
django = get_wsgi_application()

# Beside a thread that draws a page of the office, one that hands out finished pages gets its turn five times sooner.
sys.setswitchinterval(0.001)

# After Django: the cache reads the settings. The pages would otherwise be loaded for the first who asks.
import lantoa.urls  # noqa: E402, F401
from lantoa.doors.portal.cache.door import in_front_of  # noqa: E402

application = in_front_of(django)

# What is loaded by now stays to the end. To look through it for garbage holds up whoever asks just then by 0.1 s.
gc.collect()
gc.freeze()
