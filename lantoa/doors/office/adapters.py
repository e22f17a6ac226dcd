"""What allauth asks of us: nobody signs up, and its errors teach in our words."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from lantoa.core.people import queries, rules
from lantoa.core.people.models import User

_WRONG_CODE = _("This code does not fit. Take the newest one from the app; the phone's clock must be right.")


class OfficeBackend(AuthenticationBackend):
    """Every page begins with who asks and what posts they hold: one question instead of two."""

    def get_user(self, user_id: int) -> User | None:
        user = queries.signed_in(user_id)
        return user if user and self.user_can_authenticate(user) else None

    def get_all_permissions(self, user_obj: Any, obj: Any = None) -> set[str]:
        """What Wagtail's editor asks of Django: whether one comes in at all. No group and no flag of rows gives more;
        what one may do with pages, pictures and documents their own rooms answer."""
        return {"wagtailadmin.access_admin"} if rules.enters_editor(user_obj) and obj is None else set()


class ClosedAdapter(DefaultAccountAdapter):
    """Accounts are made by the administrator; nobody signs up."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("This account is switched off. Ask the administrator."),
        "username_password_mismatch": _(
            "User name and password do not fit together. Check capitals and the keyboard's language."
        ),
        "too_many_login_attempts": _("Too many tries in a row. Wait five minutes, then try again."),
        "enter_current_password": _("This is not your password until now."),
        "incorrect_password": _("This is not your password."),
        "incorrect_code": _WRONG_CODE,
        "rate_limited": _("Too many tries in a row. Wait five minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SecondStepAdapter(DefaultMFAAdapter):
    """The second step: app, passkeys, recovery codes."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _WRONG_CODE,
        "cannot_generate_recovery_codes": _("Switch on the authenticator app first: recovery codes stand in for it."),
    }

    def generate_authenticator_name(self, user: Any, type: Any) -> str:  # noqa: A002 allauth's word
        return gettext("Passkey %(number)s") % {"number": queries.passkey_count(user) + 1}
