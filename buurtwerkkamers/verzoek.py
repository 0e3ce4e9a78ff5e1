"""The request as our views get it."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from buurtwerkkamers.deursessie import Deursessie
from buurtwerkkamers.models import Gebruiker


class Verzoek(HttpRequest):
    """A request of somebody who is logged in: the middleware sends everybody else to the log-in page first."""

    user: Gebruiker  # type: ignore[assignment]
    htmx: HtmxDetails
    deursessie: Deursessie | None
