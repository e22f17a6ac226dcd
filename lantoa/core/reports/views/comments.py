"""Comments on a draft: beside each paragraph, as a list, as the table that goes round; and who is invited."""

from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from lantoa.base import quantities
from lantoa.base.templatetags.lantoa import moment
from lantoa.core.ledger.workbooks.table import Table, Value, csv_lines, write_xlsx
from lantoa.core.people import actions as people
from lantoa.core.people.views.guards import SignedIn, office
from lantoa.core.reports import actions, queries, rendering
from lantoa.core.reports.forms import AnswerForm, CommentForm, ReaderForm
from lantoa.core.reports.models import Comment, Report
from lantoa.core.reports.queries import Paragraph
from lantoa.core.reports.rules import access

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SHOWN = ("open", "answered")


@require_GET
@office()
def comments(request: SignedIn, pk: int) -> HttpResponse:
    """All that was said, in the order of the text; the writers answer from here."""
    shown = _report(request, pk)
    state = request.GET.get("state", "")
    found = queries.comments_of(shown)
    open_count = sum(1 for comment in found if comment.is_open)
    context = {
        "report": shown,
        "comments": [item for item in found if state not in _SHOWN or item.is_open == (state == "open")],
        "state": state if state in _SHOWN else "",
        "counts": [("open", open_count), ("answered", len(found) - open_count)],
        "changed": queries.changed(shown, found),
        "may_write": access.may_write(request.user),
        "may_comment": shown.is_draft,
    }
    return render(request, "reports/comments.html", context)


@require_http_methods(["GET", "POST"])
@office()
def paragraph(request: SignedIn, pk: int, section_pk: int, position: int) -> HttpResponse:
    """One paragraph as it is printed now, what was said of it, and the form to say more."""
    shown = _report(request, pk)
    here = _paragraph(shown, section_pk, position)
    form = CommentForm(request.POST or None, initial={"seen": here.mark})
    if form.is_valid():
        given: dict[str, Any] = {**form.cleaned_data, "position": position, "by": request.user, "at": timezone.now()}
        try:
            actions.comment(here.section, **given)
        except (actions.NotAnswered, actions.ChangedMeanwhile) as error:
            form.add_error("text", str(error))
            # A second press is then meant for the words that stand there now.
            form.data = {**form.data.dict(), "seen": here.mark}  # type: ignore[attr-defined] # a QueryDict
        else:
            messages.success(request, _("Your comment is with the writers."))
            return redirect(reverse("reports:report", args=[pk]) + f"#at-{section_pk}-{position}")
    words = rendering.printed(queries.preview(shown, sections=[here.section]))[section_pk]
    context = {
        "report": shown,
        "here": here,
        "printed": words[position],
        "form": form,
        "may_write": access.may_write(request.user),
    }
    return render(request, "reports/comment.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
@office(access.may_write)
def answer(request: SignedIn, pk: int, comment_pk: int) -> HttpResponse:
    shown = _report(request, pk)
    comment = _comment(shown, comment_pk)
    given = {"state": "" if comment.is_open else comment.state, "reason": comment.answer}
    form = AnswerForm(request.POST or None, initial=given)
    if form.is_valid():
        state = Comment.State(form.cleaned_data["state"])
        try:
            actions.answer(comment, state, reason=form.cleaned_data["reason"], by=request.user, at=timezone.now())
        except actions.NotAnswered as error:
            form.add_error("reason", str(error))
        else:
            messages.success(request, _("Answered. Whoever wrote it sees the answer beside the comment."))
            return redirect("reports:comments", pk)
    context = {
        "report": shown,
        "comment": comment,
        "form": form,
        "is_changed": comment.pk in queries.changed(shown, [comment]),
    }
    return render(request, "reports/comment_answer.html", context, status=422 if form.is_bound else 200)


@require_POST
@office()
def take_back(request: SignedIn, pk: int, comment_pk: int) -> HttpResponse:
    comment = _comment(_report(request, pk), comment_pk)
    if comment.author_id != request.user.pk:
        raise Http404
    try:
        actions.take_back(comment, by=request.user, at=timezone.now())
    except actions.NotAnswered as error:
        messages.warning(request, str(error))
    else:
        messages.success(request, _("Your comment was taken back."))
    return redirect("reports:comments", pk)


@require_GET
@office()
def printed(request: SignedIn, pk: int) -> HttpResponse:
    """The table of comments and answers (tổng hợp ý kiến góp ý), on paper."""
    shown = _report(request, pk)
    context = {"report": shown, "comments": queries.comments_of(shown), "now": timezone.now()}
    return render(request, "reports/comments_print.html", context)


@require_GET
@office()
def export(request: SignedIn, pk: int, form: str) -> Any:
    """form: xlsx or csv"""
    if form not in {"xlsx", "csv"}:
        raise Http404
    shown = _report(request, pk)
    found = queries.comments_of(shown)
    told = [
        (_("Comments on the draft"), shown.title),
        (_("Taken by"), str(request.user)),
        (_("Taken at"), moment(timezone.now())),
        (pgettext("how many rows", "Number"), quantities.written(len(found))),
    ]
    headings = [(_("Section"), str), (_("Paragraph"), str), (_("Who"), str), (_("Comment"), str), (_("Result"), str),
                (_("Answer"), str)]  # fmt: skip
    table = Table((_("About this file"), _("Comments")), told, headings, _rows(found))
    people.took_away("comments", form=form, count=len(found), filters="", by=request.user, at=timezone.now())
    name = f"lantoa-comments-{shown.pk}-{timezone.localdate().isoformat()}.{form}"
    if form == "csv":
        lines = StreamingHttpResponse(list(csv_lines(table)), content_type="text/csv; charset=utf-8")
        lines.headers["Content-Disposition"] = f'attachment; filename="{name}"'
        return lines
    file = TemporaryFile()  # noqa: SIM115 the answer closes it
    write_xlsx(table, file)
    file.seek(0)
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


@require_http_methods(["GET", "POST"])
@office(access.may_write)
def readers(request: SignedIn, pk: int) -> HttpResponse:
    """Who is invited to comment this draft, and until when."""
    shown, today = _report(request, pk), timezone.localdate()
    form = ReaderForm(request.POST or None, choices=queries.people_to_invite(today=today), today=today)
    if form.is_valid():
        try:
            actions.invite(shown, **form.cleaned_data, by=request.user, at=timezone.now())
        except actions.NotDraft as error:
            messages.error(request, str(error))
            return redirect("reports:report", pk)
        messages.success(request, _("Invited. The draft stands among this person’s reviews until that day."))
        return redirect("reports:readers", pk)
    context = {"report": shown, "form": form, "readers": queries.readers_of(shown), "today": today}
    return render(request, "reports/readers.html", context, status=422 if form.is_bound else 200)


@require_POST
@office(access.may_write)
def end_reader(request: SignedIn, pk: int, reader_pk: int) -> HttpResponse:
    shown = _report(request, pk)
    reader = queries.readers_of(shown).filter(pk=reader_pk).first()
    if reader is None:
        raise Http404
    actions.end_invitation(reader, by=request.user, at=timezone.now())
    messages.success(request, _("%(name)s does not see this draft any more.") % {"name": reader.person})
    return redirect("reports:readers", pk)


def _report(request: SignedIn, pk: int) -> Report:
    try:
        return queries.report_to_comment(request.user, pk, today=timezone.localdate())
    except Report.DoesNotExist:
        raise Http404 from None


def _paragraph(shown: Report, section_pk: int, position: int) -> Paragraph:
    found = (item for item in queries.paragraphs(shown) if (item.section.pk, item.position) == (section_pk, position))
    here = next(found, None) if shown.is_draft else None
    if here is None:
        raise Http404
    return here


def _comment(shown: Report, pk: int) -> Comment:
    try:
        return queries.comment_of(shown, pk)
    except Comment.DoesNotExist:
        raise Http404 from None


def _rows(found: list[Comment]) -> Iterator[list[Value]]:
    for comment in found:
        yield [
            comment.heading,
            comment.quote,
            comment.who,
            comment.text,
            str(comment.get_state_display()),
            comment.answer,
        ]
