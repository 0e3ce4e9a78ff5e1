"""Saving a form over what somebody else may have changed since it was shown: nothing is lost unseen.

The form holds, hidden in a field ``stand``, which state its page showed; the write function raises ``Intussen`` when
another was stored since. The page then shows what stands there now, beside what this user filled in.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import Any

from django.forms import BaseForm
from django.http import HttpRequest, QueryDict

from buurtwerkkamers.schrijven import Geweigerd, Intussen


class Afloop(Enum):
    """What became of a form: not sent or not right; refused; somebody was first; stored."""

    NIET = "niet"
    GEWEIGERD = "geweigerd"
    INTUSSEN = "intussen"
    BEWAARD = "bewaard"


def ingestuurd(request: HttpRequest) -> QueryDict | None:
    """What was sent, for a form that ``bewaar`` may give another ``stand``; None when nothing was."""
    return request.POST.copy() if request.method == "POST" else None


def bewaar(form: BaseForm, schrijf: Callable[[], Any], *, stand: object, veld: str = "stand") -> Afloop:
    """Store what a form holds, if it is right. A refusal becomes its error.

    After ``Intussen`` the form holds ``stand`` (in its hidden field ``veld``), that of what the page shows now: sent
    again, it is stored over that.
    """
    if not form.is_valid():
        return Afloop.NIET
    try:
        schrijf()
    except Intussen as fout:
        form.add_error(None, str(fout))
        form.data[veld] = str(stand)  # type: ignore[index]  # the copy of ``ingestuurd``
        return Afloop.INTUSSEN
    except Geweigerd as fout:
        form.add_error(None, str(fout))
        return Afloop.GEWEIGERD
    return Afloop.BEWAARD
