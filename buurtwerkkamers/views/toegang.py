"""Pages around logging in that are not allauth's own."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe


@login_not_required
@require_safe
def geen_account_maken(request: HttpRequest) -> HttpResponse:
    """Says who makes accounts; nobody signs up by themselves."""
    return render(request, "account/signup_closed.html")
