"""Whatever is written later: the bytes of what was adopted stay. Random edits by every function that writes, and more.

After each step every stored byte of every edition is compared with what it was on the day of its adoption.
"""

from __future__ import annotations

import hashlib
import random
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from gegevens import EERSTE, TWEEDE, Wereld, gebruiker

from buurtwerkkamers.models import Indicator, Kamer, Organisatie, Streefwaarde
from buurtwerkkamers.schrijven import Geweigerd
from deelnemers import registratie
from deelnemers.models import Activiteit, Deelname, Deelnemer, Klus, Samenvoeging, Telling
from deelnemers.registratie import NieuweDeelname, NieuweKlus, NieuweTelling
from financien.models import Regel
from rapportage import canoniek, documenten, opmerkingen, vaststelling, verzenden
from rapportage.antwoorden import AntwoordVeranderd, beantwoord
from rapportage.documenten import pagina
from rapportage.models import Antwoord, Deelperiode, Editie, Onderdeel, Opmerking, Rapport, Rapportkamer, Verzending
from rapportage.rapportvorm import Document
from rapportage.verzenden import NieuweVerzending

pytestmark = pytest.mark.django_db
Status = Rapport.Status
AFDRUK = """
SELECT id, nummer, reden, sha256, vastgesteld_op, rapport_id, encode(sha256(convert_to(gegevens, 'UTF8')), 'hex'),
       encode(sha256(pdf), 'hex'), encode(sha256(html), 'hex'), encode(sha256(xlsx), 'hex')
FROM rapportage_editie ORDER BY id
"""
# What nobody may do, tried in the database itself.
KWAAD = (
    "UPDATE rapportage_editie SET {kolom} = {kolom} WHERE id = {editie}",
    "UPDATE rapportage_editie SET gegevens = gegevens || ' ', sha256 = repeat('0', 64) WHERE id = {editie}",
    "DELETE FROM rapportage_editie WHERE id = {editie}",
    "UPDATE rapportage_rapport SET titel = 'Anders' WHERE id = {rapport}",
    "UPDATE rapportage_rapport SET status = 'concept' WHERE id = {rapport}",
    "DELETE FROM rapportage_rapport WHERE id = {rapport}",
    "UPDATE rapportage_antwoord SET tekst = 'Anders' WHERE rapport_id = {rapport}",
    "DELETE FROM rapportage_deelperiode WHERE rapport_id = {rapport}",
    "DELETE FROM rapportage_rapportkamer WHERE rapport_id = {rapport}",
)
KOLOMMEN = ("gegevens", "pdf", "html", "xlsx", "sha256", "nummer", "reden")


def afdrukken() -> dict[int, tuple[Any, ...]]:
    """Of every edition, read from the database, the digests of all that is kept."""
    with connection.cursor() as cursor:
        cursor.execute(AFDRUK)
        return {rij[0]: rij[1:] for rij in cursor.fetchall()}


class Leven:
    """A world in which anything may happen next."""

    def __init__(self, w: Wereld, zaad: int) -> None:
        self.w, self.kies, self.gedaan = w, random.Random(zaad), Counter[str]()
        self.assistent = gebruiker("Assistent", "coordinator", kamer=w.kamers["TOP"])
        self.stapel: list[Callable[[], Any]] = []
        self.stappen: list[Callable[[], Any]] = [
            *[self.bezoek, self.bezoek_weg, self.telling, self.klus, self.klus_weg, self.naam, self.uitgewist],
            *[self.samen, self.uit_elkaar, self.bedrag, self.kamer, self.activiteit, self.doel, self.vraag],
            *[self.verbeter, self.schrijf, self.schrijf, self.opmerking, self.verder, self.verder, self.verder],
            *[self.terug, self.weg, self.verzend, self.trek_in, self.kwaad, self.lees],
        ]

    def stap(self) -> str:
        """One random thing, all of them before any a second time; what is refused is refused as a whole."""
        if not self.stapel:
            self.stapel = self.kies.sample(self.stappen, len(self.stappen))
        doe = self.stapel.pop()
        try:
            with transaction.atomic():
                doe()
        except (Geweigerd, ValidationError, IntegrityError, ProtectedError, AntwoordVeranderd):
            self.gedaan[f"{doe.__name__} (geweigerd)"] += 1
        else:
            self.gedaan[doe.__name__] += 1
        return doe.__name__

    # --- registrations

    def _een(self, rijen: Any) -> Any:
        ids = list(rijen.order_by("pk").values_list("pk", flat=True))
        if not ids:
            raise Geweigerd("Er is er geen.")
        return rijen.model.objects.get(pk=self.kies.choice(ids))

    def _dag(self) -> date:
        return EERSTE.van + timedelta(days=self.kies.randrange((TWEEDE.tm - EERSTE.van).days + 60))

    def bezoek(self) -> None:
        activiteit, dag = self._een(Activiteit.objects.all()), self._dag()
        mens = registratie.schrijf_in(voornaam="Noor", kamer=activiteit.kamer, op=dag, door=self.w.bureau)
        nieuw = NieuweDeelname(activiteit.pk, activiteit.kamer_id, mens.pk, dag)
        registratie.registreer_deelnames([nieuw], door=self.w.bureau)

    def bezoek_weg(self) -> None:
        self._een(Deelname.objects.all()).delete()

    def telling(self) -> None:
        activiteit = self._een(Activiteit.objects.all())
        telling = NieuweTelling(activiteit.pk, activiteit.kamer_id, self._dag(), self.kies.randrange(1, 40))
        registratie.leg_tellingen_vast([telling], door=self.w.bureau)

    def klus(self) -> None:
        mens = self._een(Deelnemer.objects.filter(inschrijvingen__kamer=self.w.kamers["TOP"]))
        klus = NieuweKlus(self.w.kamers["TOP"].pk, mens.pk, self._dag(), omschrijving="Lamp")
        registratie.leg_klussen_vast([klus], door=self.w.bureau)

    def klus_weg(self) -> None:
        self._een(Klus.objects.all()).delete()

    def naam(self) -> None:
        registratie.wijzig_gegevens(self._een(Deelnemer.objects.all()), voornaam="Anders", door=self.w.bureau)

    def uitgewist(self) -> None:
        """As an erasure does: all visits of somebody gone, and the counts of a room with them."""
        mens = self._een(Deelnemer.objects.all())
        Deelname.objects.filter(deelnemer=mens).delete()
        registratie.wijzig_gegevens(mens, voornaam="-", door=self.w.bureau)
        Telling.objects.filter(datum=self._dag()).delete()

    def samen(self) -> None:
        registratie.voeg_samen(
            van=self._een(Deelnemer.objects.all()), naar=self._een(Deelnemer.objects.all()), door=self.w.bureau
        )

    def uit_elkaar(self) -> None:
        registratie.maak_ongedaan(self._een(Samenvoeging.objects.filter(stand="gedaan")), door=self.w.bureau)

    # --- what the figures stand on

    def bedrag(self) -> None:
        bedrag = Decimal(self.kies.randrange(100_000))
        Regel.objects.filter(pk=self._een(Regel.objects.all()).pk).update(begroot=bedrag)

    def kamer(self) -> None:
        kamer = self._een(Kamer.objects.all())
        Kamer.objects.filter(pk=kamer.pk).update(naam=f"Kamer {self.kies.randrange(10**9)}", kleur="#7a1f5c")

    def activiteit(self) -> None:
        activiteit, ander = self._een(Activiteit.objects.all()), self._een(Activiteit.objects.all())
        Activiteit.objects.filter(pk=activiteit.pk).update(naam=f"{ander.naam} {self.kies.randrange(10**6)}")

    def doel(self) -> None:
        Streefwaarde.objects.filter(pk=self._een(Streefwaarde.objects.all()).pk).update(tekst="999")
        Indicator.objects.update(naam="Anders")

    def vraag(self) -> None:
        vraag = self._een(Onderdeel.objects.all())
        Onderdeel.objects.filter(pk=vraag.pk).update(titel=f"{vraag.titel[:40]} nieuw", vraag="Wat nu?")

    # --- reports

    def verbeter(self) -> None:
        rapport = self._een(Rapport.objects.filter(status__in=Rapport.AF))
        vaststelling.maak_verbetering(rapport=rapport, reden=f"Reden {self.kies.random()}", door=self.w.bureau)

    def schrijf(self) -> None:
        alle = Antwoord.objects.all()
        open_ = alle.filter(rapport__status=Status.CONCEPT)
        antwoord = self._een(open_ if open_ and self.kies.random() < 0.7 else alle)
        beantwoord(
            rapport=antwoord.rapport,
            onderdeel=antwoord.onderdeel,
            kamer=antwoord.kamer,
            tekst=f"Tekst {self.kies.random()}",
            versie=antwoord.versie,
            door=self.assistent,
        )

    def opmerking(self) -> None:
        in_de_maak = Rapport.objects.exclude(status__in=Rapport.AF)
        rapport = self._een(in_de_maak or Rapport.objects.all())
        vraag, top = rapport.sjabloon.onderdelen.first(), self.w.kamers["TOP"]
        opmerkingen.maak(rapport=rapport, onderdeel=vraag, kamer=top, tekst="Let op", door=self.w.bureau)
        opmerkingen.handel_af(opmerking=self._een(Opmerking.objects.filter(rapport=rapport)), door=self.w.bureau)

    def verder(self) -> None:
        rapport = self._een(Rapport.objects.exclude(status__in=Rapport.AF))
        if rapport.status == Status.CONCEPT:
            vaststelling.leg_ter_controle(rapport=rapport, door=self.w.bureau)
        else:
            vaststelling.stel_vast(rapport=rapport, door=self.w.controleur)

    def terug(self) -> None:
        if self.kies.random() < 0.3:
            vaststelling.stuur_terug(
                rapport=self._een(Rapport.objects.filter(status=Status.TER_CONTROLE)),
                door=self.w.controleur,
                reden="Nog eens",
            )

    def weg(self) -> None:
        if self.kies.random() < 0.3:
            vaststelling.gooi_weg(rapport=self._een(Rapport.objects.all()), door=self.w.bureau)

    def verzend(self) -> None:
        rapport = self._een(Rapport.objects.filter(status__in=Rapport.AF))
        aan = [NieuweVerzending(self._een(Organisatie.objects.all()), wijze="post")]
        doe = vaststelling.dien_in if rapport.status == Status.VASTGESTELD else vaststelling.verzend_verder
        doe(rapport=rapport, verzendingen=aan, door=self.w.bureau)

    def trek_in(self) -> None:
        verzenden.trek_in(verzending=self._een(Verzending.objects.all()), door=self.w.bureau)

    # --- what may not, and what only looks

    def kwaad(self) -> None:
        editie = self._een(Editie.objects.all())
        opdracht = self.kies.choice(KWAAD).format(
            editie=editie.pk, rapport=editie.rapport_id, kolom=self.kies.choice(KOLOMMEN)
        )
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(opdracht)
                geraakt = cursor.rowcount
        except IntegrityError:
            return
        assert geraakt == 0, opdracht

    def lees(self) -> None:
        rapport = self._een(Rapport.objects.filter(status__in=Rapport.AF))
        editie = rapport.edities.get()
        assert documenten.als_json(rapport) == editie.gegevens.encode()
        assert documenten.als_html(rapport) == bytes(editie.html)
        assert documenten.als_xlsx(rapport) == bytes(editie.xlsx)
        assert canoniek.schrijf(canoniek.lees(Document, editie.gegevens)) == editie.gegevens


def leef(w: Wereld, aantal: int, zaad: int, monkeypatch: pytest.MonkeyPatch) -> Leven:
    def pdf(document: Document, uitgave: pagina.Uitgave) -> bytes:
        """Other bytes for another report; what a PDF looks like is another test's matter."""
        return b"%PDF-1.7 " + hashlib.sha256(pagina.bestand(document, uitgave).encode()).digest()

    monkeypatch.setattr(vaststelling, "rapport_pdf", pdf)
    w.schrijf("Het ging goed.")
    w.stel_vast()
    leven, bewaard = Leven(w, zaad), afdrukken()
    for n in range(aantal):
        stap = leven.stap()
        nu = afdrukken()
        anders = [pk for pk, afdruk in bewaard.items() if nu.get(pk) != afdruk]
        assert not anders, f"Stap {n}, {stap}: editie {anders} is niet meer dezelfde."
        bewaard |= nu
    assert all(afdruk[2] == afdruk[5] for afdruk in bewaard.values())  # the digest is that of the data
    assert Rapportkamer.objects.filter(rapport=w.rapport).count() == 3
    assert Deelperiode.objects.filter(rapport=w.rapport).count() == 2
    return leven


def test_zestig_dingen_later_is_elke_byte_nog_dezelfde(wereld, monkeypatch):
    leven = leef(wereld, 60, 7, monkeypatch)
    assert sum(leven.gedaan.values()) == 60
    assert {"kwaad", "verbeter", "samen", "bezoek_weg"} <= leven.gedaan.keys(), leven.gedaan
    assert Editie.objects.count() >= 2


@pytest.mark.zwaar
def test_duizend_dingen_later_is_elke_byte_nog_dezelfde(wereld, monkeypatch):
    leven = leef(wereld, 1000, 2020, monkeypatch)
    print(Editie.objects.count(), "edities;", dict(sorted(leven.gedaan.items())))
    assert Editie.objects.count() >= 4
    gedaan = {naam for naam in leven.gedaan if "geweigerd" not in naam}
    assert gedaan >= {stap.__name__ for stap in leven.stappen} - {"doel"}, leven.gedaan  # signed targets never change
