"""`python -m tests.journeys.later 11`: what the ticker publishes when it is so many minutes later.

Nobody waits and no row is moved: the clock of this process alone is put forward.
"""

import sys
from datetime import timedelta
from unittest.mock import patch

import django
from django.utils import timezone

if __name__ == "__main__":
    django.setup()
    from lantoa.doors.cli.tick import jobs, run_due  # only now its models can be read

    now, ahead = timezone.now, timedelta(minutes=int(sys.argv[1]))
    with patch.object(timezone, "now", lambda: now() + ahead):
        due = [job for job in jobs() if job.name == "publish_scheduled"]
        sys.exit(not run_due(due, now=0.0))
