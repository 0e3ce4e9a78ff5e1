"""WRITE: what was tapped on a screen at the door, each tap exactly once, however often and whenever it arrives.

A screen gives every action a key of its own (a UUID) and sends it until it hears what became of it. A tap keeps who
made it (``door``), also when somebody else is logged in when the tablet has network again (``verstuurd_door``). What a
tap may do is judged by who made it, on the day that it is about; a day long ago needs a sender who may fill it too.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from buurtwerkkamers.models import Bevoegdheid, Gebruiker, Kamer
from buurtwerkkamers.rechten import mag
from buurtwerkkamers.schrijven import Geweigerd, reden, schrijft
from deelnemers import samengevoegd
from deelnemers.models import Activiteit, Deelname, Deelnemer, Tik
from deelnemers.registratie.aanwezig import registreer_deelname, tel_erbij
from deelnemers.registratie.mensen import schrijf_in

# A tablet may have been without network for so many days.
HOOGSTENS_DAGEN_LATER = 7
Rol = Bevoegdheid.Rol


@dataclass(frozen=True)
class NieuweTik:
    """One action as the screen sent it.

    ``van``: the key of the tap that enrolled this person, when the screen did not know an id yet. ``laat``: on the
    screen it was this very day when somebody tapped, so the door may send it later.
    """

    sleutel: UUID
    wat: str
    activiteit_id: int
    datum: date
    door_id: int
    deelnemer_id: int | None = None
    van: UUID | None = None
    stap: int = 0
    soort: str = ""
    voornaam: str = ""
    achternaam: str = ""
    laat: bool = False


@dataclass(frozen=True)
class Tikuitslag:
    """What became of a tap. ``reden``: a key of the texts of the door, or a Dutch sentence of the database."""

    sleutel: str
    gedaan: bool
    reden: str = ""
    deelnemer_id: int | None = None


@schrijft
def verwerk_tikken(tikken: Iterable[NieuweTik], *, kamer: Kamer, verstuurd_door: Gebruiker) -> list[Tikuitslag]:
    """Handle taps of one kamer in the order given; one that cannot be done does not stop the others.

    A key that was handled before is not handled again: it gets the answer that it got then.
    """
    tikken = list(tikken)
    # Tablets of one kamer take turns, so that two batches with the same keys, or the same people in another order,
    # neither do a thing twice nor wait for each other for ever.
    Kamer.objects.select_for_update(no_key=True).get(pk=kamer.pk)
    bekend = {tik.sleutel: tik for tik in Tik.objects.filter(sleutel__in=[tik.sleutel for tik in tikken])}
    deur = _Deur(kamer, verstuurd_door, tikken)
    uitslagen = []
    for tik in tikken:
        eerder = bekend.get(tik.sleutel)
        if eerder is None:
            eerder = bekend[tik.sleutel] = deur.verwerk(tik)
        uitslagen.append(_uitslag(eerder, kamer))
    return uitslagen


def _uitslag(tik: Tik, kamer: Kamer) -> Tikuitslag:
    if tik.kamer_id != kamer.pk:  # somebody made up a key, or it is that of another kamer: tell nothing about it
        return Tikuitslag(str(tik.sleutel), gedaan=False, reden="tik.nee.onbekend")
    return Tikuitslag(str(tik.sleutel), tik.uitslag == Tik.Uitslag.GEDAAN, tik.reden, tik.deelnemer_id)


class _Deur:
    """What is asked of the database once for a batch: activities, who may do what on which day, merged cards."""

    def __init__(self, kamer: Kamer, verstuurd_door: Gebruiker, tikken: list[NieuweTik]) -> None:
        self.kamer, self.verstuurd_door = kamer, verstuurd_door
        self.vandaag = timezone.localdate()
        self.mag_andere_dag = mag(verstuurd_door, "aanwezig.andere_dag", kamer)
        gevraagd = {tik.activiteit_id for tik in tikken}
        self.activiteiten = {a.pk: a for a in Activiteit.objects.filter(kamer=kamer, pk__in=gevraagd)}
        self._haal_wie(tikken)
        gevoelig = [a.pk for a in self.activiteiten.values() if a.gevoelig]
        self.gastheren = (
            set(Activiteit.gastheren.through.objects.filter(activiteit__in=gevoelig).values_list(
                "activiteit_id", "gebruiker_id"
            )) if gevoelig else set()
        )  # fmt: skip

    def _haal_wie(self, tikken: list[NieuweTik]) -> None:
        """Who tapped, and what they might do when. One's own taps of today, the usual case, ask nothing more."""
        anderen = {tik.door_id for tik in tikken} - {self.verstuurd_door.pk}
        self.mensen = {self.verstuurd_door.pk: self.verstuurd_door}
        self.bevoegdheden = [b for b in self.verstuurd_door.bevoegdheden if b.kamer_id == self.kamer.pk]
        if anderen or any(tik.datum != self.vandaag for tik in tikken):
            self.mensen |= Gebruiker.objects.in_bulk(anderen)
            self.bevoegdheden = list(Bevoegdheid.objects.filter(gebruiker__in=self.mensen, kamer=self.kamer))
        self.bevoegdheden = [b for b in self.bevoegdheden if b.rol in Bevoegdheid.KAMERROLLEN]

    def verwerk(self, tik: NieuweTik) -> Tik:
        """Do it, and keep what became of it. Where nothing can be kept (no such activity), it is refused each time."""
        rij = Tik(
            sleutel=tik.sleutel,
            kamer=self.kamer,
            datum=tik.datum,
            wat=tik.wat,
            verstuurd_door=self.verstuurd_door,
            uitslag=Tik.Uitslag.GEWEIGERD,
            reden="tik.nee.onbekend",
        )
        if tik.activiteit_id not in self.activiteiten or tik.door_id not in self.mensen:
            return rij
        rij.activiteit, rij.door = self.activiteiten[tik.activiteit_id], self.mensen[tik.door_id]
        try:
            with transaction.atomic():
                self._controleer(tik, rij)
                rij.deelnemer_id = _DOE[tik.wat](self, tik, rij)
            rij.uitslag, rij.reden = Tik.Uitslag.GEDAAN, ""
        except (Geweigerd, IntegrityError) as nee:
            waarom = reden(nee) if isinstance(nee, IntegrityError) else str(nee)
            rij.deelnemer_id, rij.reden = None, waarom[:300]
        rij.save(force_insert=True)
        return rij

    def _controleer(self, tik: NieuweTik, rij: Tik) -> None:
        rollen = {
            b.rol
            for b in self.bevoegdheden
            if b.gebruiker_id == tik.door_id and b.van <= tik.datum and (b.tot is None or b.tot >= tik.datum)
        }
        if not rollen:
            raise Geweigerd("tik.nee.recht")
        is_gastheer = Rol.COORDINATOR in rollen or (tik.activiteit_id, tik.door_id) in self.gastheren
        if rij.activiteit.gevoelig and not is_gastheer:
            raise Geweigerd("tik.nee.gastheer")
        if tik.datum > self.vandaag:
            raise Geweigerd("tik.nee.toekomst")
        net_geweest = tik.laat and tik.datum >= self.vandaag - timedelta(days=HOOGSTENS_DAGEN_LATER)
        mag_deze_dag = tik.datum == self.vandaag or (Rol.COORDINATOR in rollen and self.mag_andere_dag)
        if not (mag_deze_dag or net_geweest):
            raise Geweigerd("tik.nee.dag")
        if rij.activiteit.gestopt_op and tik.datum > rij.activiteit.gestopt_op:
            raise Geweigerd("tik.nee.gestopt")

    def _deelnemer(self, tik: NieuweTik) -> tuple[Deelnemer, list[int]]:
        """The person that a tap is about, by the card that holds, and all their cards; of this kamer only."""
        pk = tik.deelnemer_id
        if pk is None and tik.van:
            pk = Tik.objects.filter(pk=tik.van, kamer=self.kamer).values_list("deelnemer", flat=True).first()
        dubbele = Deelnemer.objects.filter(samengevoegd_met=OuterRef("pk"))
        mensen = Deelnemer.objects.van_kamers([self.kamer]).annotate(heeft_dubbele=Exists(dubbele))
        gevonden = mensen.filter(pk=pk).first() if pk else None
        if gevonden and gevonden.samengevoegd_met_id:
            gevonden = mensen.filter(pk=samengevoegd.wortel(gevonden.pk)).first()
        if gevonden is None:
            raise Geweigerd("tik.nee.persoon")
        return gevonden, samengevoegd.kaarten_van(gevonden) if gevonden.heeft_dubbele else [gevonden.pk]

    def meld(self, tik: NieuweTik, rij: Tik) -> int:
        """Present. Somebody with one card, enrolled here, is the usual case and takes one statement."""
        wie, kaarten = self._deelnemer(tik)
        if len(kaarten) > 1:
            registreer_deelname(activiteit=rij.activiteit, deelnemer=wie, datum=tik.datum, door=rij.door)
        else:
            deelname = Deelname(
                kamer=self.kamer, activiteit=rij.activiteit, deelnemer=wie, datum=tik.datum, geregistreerd_door=rij.door
            )
            Deelname.objects.bulk_create([deelname], ignore_conflicts=True)
        return wie.pk

    def meld_af(self, tik: NieuweTik, rij: Tik) -> int:
        wie, kaarten = self._deelnemer(tik)
        Deelname.objects.filter(activiteit=rij.activiteit, deelnemer__in=kaarten, datum=tik.datum).delete()
        return wie.pk

    def tel(self, tik: NieuweTik, rij: Tik) -> None:
        tel_erbij(activiteit=rij.activiteit, datum=tik.datum, soort=tik.soort, stap=tik.stap, door=rij.door)

    def schrijf_in(self, tik: NieuweTik, rij: Tik) -> int:
        wie = schrijf_in(
            kamer=self.kamer, op=tik.datum, door=rij.door, voornaam=tik.voornaam, achternaam=tik.achternaam
        )
        registreer_deelname(activiteit=rij.activiteit, deelnemer=wie, datum=tik.datum, door=rij.door)
        return wie.pk


_DOE: dict[str, Callable[[_Deur, NieuweTik, Tik], int | None]] = {
    "aanwezig": _Deur.meld,
    "afwezig": _Deur.meld_af,
    "telling": _Deur.tel,
    "nieuw": _Deur.schrijf_in,
}
SOORTEN = frozenset(_DOE)
