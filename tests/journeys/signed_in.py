"""`python -m tests.journeys.signed_in lan`: prints the session of a person who has just signed in with the password.

That the form does so is asked in test_accounts.py and test_keeping.py; before every journey it would hash a million
times, of which nobody learns anything.
"""

import sys

import django

if __name__ == "__main__":
    django.setup()
    from allauth.account.internal.flows.login import record_authentication
    from django.contrib.auth import login
    from django.contrib.sessions.backends.db import SessionStore
    from django.test import RequestFactory

    from lantoa.core.people.models import User  # only now its models can be read

    request, user = RequestFactory().get("/accounts/login/"), User.objects.get(username=sys.argv[1])
    request.session = SessionStore()
    login(request, user)
    record_authentication(request, user, "password")
    request.session.save()
    print(request.session.session_key)
