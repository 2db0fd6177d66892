"""One's own jobs: how far they are, what came of them, the file they made."""

from __future__ import annotations

from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseStopPolling

from portal import pages, tasks
from portal.models import Job

SHOWN = 100


def titled(job: Job) -> str:
    """What a job is called: its kind, and the register it is about."""
    title = str(tasks.TITLES.get(job.kind, job.kind))
    name = str(job.params.get("register", ""))
    return f"{title}: {pages.get(name).label}" if pages.has(name) else title


def own(request: HttpRequest, pk: int) -> Job:
    return get_object_or_404(Job, pk=pk, asked_by_id=request.user.pk)


def job_list(request: HttpRequest) -> HttpResponse:
    jobs = list(Job.objects.filter(asked_by_id=request.user.pk).defer("outcome")[:SHOWN])
    context = {
        "title": _("My jobs"),
        "jobs": [(job, titled(job)) for job in jobs],
        "now": timezone.now(),
    }
    return render(request, "pages/jobs.html", {**context, "crumbs": [(context["title"], "")]})


def job_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The page of a job; htmx asks how far it is every second until it is told to stop (286)."""
    job = own(request, pk)
    context: dict[str, Any] = {"job": job, "title": titled(job), **result(job)}
    if request.headers.get("HX-Request"):
        answer = HttpResponseStopPolling if job.is_over else HttpResponse
        response = answer(render(request, "parts/job.html", context).content)
        if job.is_over:
            response["HX-Refresh"] = "true"
        return response
    from_list = [(_("My jobs"), reverse("job-list")), (context["title"], "")]
    return render(request, "pages/job.html", {**context, "crumbs": from_list})


def result(job: Job) -> dict[str, Any]:
    """Where the job's result is looked at, and whether its file can still be had."""
    there = job.state == Job.State.DONE and bool(job.file) and job.expires_at > timezone.now()
    return {"has_file": there, "next_url": job.outcome.get("url", "") if job.outcome else ""}


def job_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file a job made: to its owner only, while they still may, until it expires."""
    job = own(request, pk)
    register = str(job.params.get("register", ""))
    allowed = not pages.has(register) or request.user.has_perm(
        pages.get(register).perm(job.params.get("verb", "view"))
    )
    if not result(job)["has_file"] or not allowed:
        raise Http404
    return FileResponse(job.file.open("rb"), as_attachment=True, filename=job.file_name)
