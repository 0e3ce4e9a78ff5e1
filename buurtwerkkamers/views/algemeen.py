"""Pages that belong to no app: health and errors."""

from __future__ import annotations

import sys

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@transaction.non_atomic_requests
@login_not_required
@require_safe
def gezond(request: HttpRequest) -> JsonResponse:
    """200 when the database answers, else 503; for the machine that watches this site."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return JsonResponse({"status": "database antwoordt niet"}, status=503)
    return JsonResponse({"status": "ok"})


def fout_400(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "400.html", status=400)


def fout_403(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "403.html", status=403)


def fout_404(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    return render(request, "404.html", status=404)


def fout_500(request: HttpRequest) -> HttpResponse:
    """Without the database and without the menu: nothing on this page may fail again.

    When the database is away or broke off the work, nothing was stored and trying again helps: that is a 503.
    """
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        antwoord = render(None, "503.html", status=503)  # type: ignore[arg-type]
        antwoord["Retry-After"] = "10"
        return antwoord
    return render(None, "500.html", status=500)  # type: ignore[arg-type]


def csrf_fout(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form that was open too long, or came from elsewhere."""
    return render(request, "403_csrf.html", status=403)
