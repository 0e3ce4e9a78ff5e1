"""E-mail about deadlines: what is due, to whom, and sending each one once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.core.mail import EmailMessage
from django.utils import timezone

from buurtwerkkamers.models import Bevoegdheid, Deadline, Gebruiker
from buurtwerkkamers.overleg import hoe_lang_nog, te_herinneren
from buurtwerkkamers.perioden import datum_voluit
from buurtwerkkamers.schrijven import schrijft

TEKST = """Beste collega,

{wanneer} moet dit klaar zijn:

  {naam}
  {afspraak}

Is het al klaar? Log dan in, open de afspraak, kies Deadlines en tik op Klaar.

U krijgt deze mail één keer per deadline.
"""


def ontvangers() -> list[str]:
    """The addresses of who works at the bureau today."""
    rollen = Bevoegdheid.objects.geldig_op(timezone.localdate()).filter(rol=Bevoegdheid.Rol.BUREAU)
    bureau = Gebruiker.objects.filter(is_active=True, bevoegdheid__in=rollen)
    return list(bureau.order_by("email").values_list("email", flat=True).distinct())


def te_versturen(vandaag: date) -> list[Deadline]:
    """Deadlines that ask for a reminder and about which nobody was e-mailed yet."""
    alle = Deadline.objects.filter(herinnerd_op=None).select_related("afspraak")
    return list(te_herinneren(alle, vandaag))


@dataclass(frozen=True)
class Verzonden:
    """To how many colleagues a reminder went, and why it did not reach others."""

    aantal: int = 0
    mislukt: tuple[str, ...] = ()


@schrijft
def stuur_herinnering(deadline: Deadline, *, aan: Sequence[str], vandaag: date, door: Gebruiker) -> Verzonden:
    """E-mail everybody in ``aan`` and remember that, unless it was done or sent in the meantime.

    An address that is refused does not keep the others from it. When nobody could be reached, the deadline waits for
    the next time. Only when the machine stops between sending and storing, the same mail goes out a second time.
    """
    waar = {"pk": deadline.pk, "klaar_op": None, "herinnerd_op": None}
    actueel = Deadline.objects.select_for_update(no_key=True).filter(**waar).first()
    if actueel is None:
        return Verzonden()
    onderwerp, tekst = _brief(deadline, vandaag)
    aantal, mislukt = 0, []
    for adres in aan:  # one message each: colleagues do not see each other's addresses
        try:
            EmailMessage(onderwerp, tekst, to=[adres]).send()
        except OSError as fout:
            mislukt.append(f"{deadline} aan {adres}: {fout}")
        else:
            aantal += 1
    if aantal:
        actueel.herinnerd_op = vandaag
        actueel.save()
    return Verzonden(aantal, tuple(mislukt))


def _brief(deadline: Deadline, vandaag: date) -> tuple[str, str]:
    dag = datum_voluit(deadline.datum)
    wanneer = f"Uiterlijk {dag} ({hoe_lang_nog(deadline.datum, vandaag)})"
    onderwerp = f"Herinnering: {' '.join(deadline.naam.split())}, uiterlijk {dag}"
    return onderwerp, TEKST.format(wanneer=wanneer, naam=deadline.naam, afspraak=deadline.afspraak)
