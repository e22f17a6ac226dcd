"""Accounts: the list, one account with all that can be done to it, and what happened to it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lantoa.core.people import actions, queries, rules
from lantoa.core.people.forms.accounts import EndPostForm, EraseForm, NameForm, PostForm
from lantoa.core.people.models import Agency, Post, Role, User
from lantoa.core.people.views.guards import SignedIn, office

PAGE = 50
STATES = ("active", "waiting", "disabled", "erased")


@require_GET
@office(rules.is_secretariat)
def accounts(request: SignedIn) -> HttpResponse:
    """The accounts this person may see, narrowed by the filters in the address."""
    today = timezone.localdate()
    chosen = {name: request.GET.get(name, "") for name in ("q", "agency", "role", "state")}
    found = queries.search(queries.accounts_visible_to(request.user, today=today), **chosen, today=today)
    page = Paginator(found, PAGE).get_page(request.GET.get("page"))
    return render(
        request,
        "people/accounts.html",
        {
            "page": page,
            "rows": [(account, queries.state_of(account)) for account in page],
            "chosen": chosen,
            "is_filtered": any(chosen.values()),
            "agencies": queries.by_name(Agency.objects.all()),
            "roles": Role.choices if rules.is_administrator(request.user) else [],
            "may_manage": rules.is_administrator(request.user),
        },
    )


@require_GET
@office(rules.is_secretariat)
def account(request: SignedIn, pk: int) -> HttpResponse:
    return render(request, "people/account.html", account_page(request, visible(request, pk)))


def account_page(request: SignedIn, shown: User, **more: Any) -> dict[str, Any]:
    """What the page of one account shows; also used when one of its small forms came back with an error."""
    today = timezone.localdate()
    state = queries.state_of(shown)
    may_manage = rules.is_administrator(request.user)
    invitation = queries.open_invitation(shown)
    return {
        "account": shown,
        "state": state,
        "today": today,
        "posts": [(post, not post.is_over_on(today)) for post in queries.posts_of(shown)],
        "invitation": invitation,
        "invitation_is_over": bool(invitation and not invitation.is_open(timezone.now())),
        "owes_second_step": rules.owes_second_step(shown, today=today),
        "is_self": shown == request.user,
        "may_manage": may_manage,
        "may_give_link": state in {"active", "waiting"} and shown != request.user,
        "history": queries.history_of(shown) if may_manage else [],
        "post_form": PostForm(prefix="post", roles=rules.roles_to_give(request.user), today=today),
        "end_form": EndPostForm(today=today),
        "erase_form": EraseForm(prefix="erase", account=shown),
        **more,
    }


@require_http_methods(["GET", "POST"])
@office(rules.is_administrator)
def rename(request: SignedIn, pk: int) -> HttpResponse:
    shown = visible(request, pk)
    if shown.erased_at:
        raise Http404
    names = {"full_name": shown.full_name, "username": shown.username}
    form = NameForm(request.POST or None, account=shown, initial=names)
    if request.method == "POST" and form.is_valid():
        actions.rename(
            shown, username=form.cleaned_data["username"], full_name=form.cleaned_data["full_name"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip
        messages.success(request, _("The name is changed."))
        return redirect("people:account", shown.pk)
    status = 422 if form.is_bound else 200
    return render(request, "people/account_name.html", {"account": shown, "form": form}, status=status)


@require_POST
@office(rules.is_administrator)
def give_post(request: SignedIn, pk: int) -> HttpResponse:
    shown = visible(request, pk)
    form = PostForm(request.POST, prefix="post", roles=rules.roles_to_give(request.user), today=timezone.localdate())
    if not form.is_valid():
        return render(request, "people/account.html", account_page(request, shown, post_form=form), status=422)
    wanted = form.cleaned_data

    def give() -> None:
        actions.give_post(
            shown, wanted["agency"], Role(wanted["role"]), since=wanted["since"], until=wanted["until"],
            by=request.user, at=timezone.now(),
        )  # fmt: skip

    return _done(request, shown, give, _("The post is given."))


@require_POST
@office(rules.is_administrator)
def end_post(request: SignedIn, pk: int, post: int) -> HttpResponse:
    shown = visible(request, pk)
    ending = Post.objects.filter(user=shown, pk=post).select_related("user", "agency").first()
    if ending is None:
        raise Http404
    form = EndPostForm(request.POST, today=timezone.localdate())
    if not form.is_valid():
        wrong = account_page(request, shown, end_form=form, ending=ending.pk)
        return render(request, "people/account.html", wrong, status=422)
    until = form.cleaned_data["until"]
    return _done(
        request,
        shown,
        lambda: actions.end_post(ending, until=until, by=request.user, at=timezone.now()),
        _("The post is ended."),
    )


@require_POST
@office(rules.is_administrator)
def disable(request: SignedIn, pk: int) -> HttpResponse:
    shown = visible(request, pk)
    done = _("The account is disabled; whoever was signed in with it is signed out.")
    return _done(request, shown, lambda: actions.disable(shown, by=request.user, at=timezone.now()), done)


@require_POST
@office(rules.is_administrator)
def enable(request: SignedIn, pk: int) -> HttpResponse:
    shown = visible(request, pk)
    done = _("The account is enabled; its password works again.")
    return _done(request, shown, lambda: actions.enable(shown, by=request.user, at=timezone.now()), done)


@require_POST
@office(rules.is_administrator)
def reset_second_step(request: SignedIn, pk: int) -> HttpResponse:
    shown = visible(request, pk)
    done = _("The second step is taken off. At the next sign-in the password alone is asked, or a new one is set up.")
    return _done(request, shown, lambda: actions.reset_second_step(shown, by=request.user, at=timezone.now()), done)


@require_POST
@office(rules.is_administrator)
def erase(request: SignedIn, pk: int) -> HttpResponse:
    shown = visible(request, pk)
    form = EraseForm(request.POST, prefix="erase", account=shown)
    if not form.is_valid():
        return render(request, "people/account.html", account_page(request, shown, erase_form=form), status=422)
    now = timezone.now()
    done = _("The personal data are deleted. What this person recorded stays, under a number.")
    return _done(
        request, shown, lambda: actions.erase(shown, today=timezone.localdate(now), by=request.user, at=now), done
    )


def visible(request: SignedIn, pk: int) -> User:
    try:
        return queries.account_for(request.user, pk, today=timezone.localdate())
    except User.DoesNotExist:
        raise Http404 from None


def _done(request: SignedIn, shown: User, act: Callable[[], Any], message: str) -> HttpResponse:
    """Do it and say so, or say why it cannot be done now."""
    try:
        act()
        messages.success(request, message)
    except actions.NotNow as error:
        messages.warning(request, str(error))
    return redirect("people:account", shown.pk)
