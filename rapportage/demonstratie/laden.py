"""Writes the made-up world through the product's own write functions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from buurtwerkkamers.models import Categorielijst, Gebruiker, Kamer
from deelnemers import registratie
from deelnemers.models import Activiteit, Deelnemer
from deelnemers.registratie import (
    NieuweDeelname,
    NieuweDeelnemer,
    NieuweInzet,
    NieuweKlus,
    NieuweRol,
    NieuweTelling,
)
from rapportage.demonstratie.aanbod import AANBOD, KAMERS, LAATSTE_KEER, Aanbod
from rapportage.demonstratie.mensen import Mens
from rapportage.demonstratie.wereld import Wereld


@dataclass
class _Lader:
    """``door``: the coordinator of each kamer, who signs everything of that kamer."""

    wereld: Wereld
    kamers: Mapping[str, Kamer]
    door: Mapping[str, Gebruiker]

    def laad(self) -> None:
        self.deelnemers = self._mensen()
        self.activiteiten = self._activiteiten()
        for kamer in KAMERS:
            self._bezoeken(kamer)
            self._tellingen(kamer)
            self._klussen(kamer)
            self._rollen(kamer)
            self._uren(kamer)

    def _mensen(self) -> dict[Mens, Deelnemer]:
        """Everybody who ever did anything, in the order of their first day."""
        eerste = self.wereld.eerste_dagen()
        gevonden: dict[Mens, Deelnemer] = {}
        for kamer in KAMERS:
            mensen = sorted((m for m in eerste if m.kamer == kamer), key=lambda m: (eerste[m], m.nummer))
            rijen = [self._als_deelnemer(mens, eerste[mens]) for mens in mensen]
            gevonden |= zip(mensen, registratie.schrijf_velen_in(rijen, door=self.door[kamer]), strict=True)
        return gevonden

    def _als_deelnemer(self, mens: Mens, op: date) -> NieuweDeelnemer:
        return NieuweDeelnemer(
            voornaam=mens.voornaam,
            achternaam=mens.achternaam,
            kamers=[self.kamers[mens.kamer]],
            op=op,
            nummer=mens.nummer,
            geboortejaar=None if mens.zonder_geboortejaar else mens.geboortejaar,
            postcode=mens.postcode,
            telefoon=mens.telefoon,
            email=mens.email,
        )

    def _activiteiten(self) -> dict[Aanbod, Activiteit]:
        categorieen = {c.naam: c for c in Categorielijst.objects.standaard().categorie_set.all()}
        activiteiten = {}
        for aanbod in AANBOD:
            door, categorie = self.door[aanbod.kamer], categorieen[aanbod.categorie]
            activiteit = registratie.maak_activiteit(
                kamer=self.kamers[aanbod.kamer], naam=aanbod.naam, categorie=categorie, door=door
            )
            if aanbod.tijdelijk:
                registratie.wijzig_activiteit(
                    activiteit,
                    naam=aanbod.naam,
                    categorie=categorie,
                    gevoelig=categorie.gevoelig,
                    gestopt_op=LAATSTE_KEER,
                    door=door,
                )
            activiteiten[aanbod] = activiteit
        return activiteiten

    def _bezoeken(self, kamer: str) -> None:
        bezoeken = [bezoek for bezoek in self.wereld.bezoeken if bezoek[0].kamer == kamer]
        rijen = [
            NieuweDeelname(self.activiteiten[aanbod].pk, self.kamers[kamer].pk, self.deelnemers[mens].pk, dag)
            for aanbod, dag, mens in sorted(bezoeken, key=lambda b: (b[1], b[0].naam, b[2].nummer))
        ]
        registratie.registreer_deelnames(rijen, door=self.door[kamer])

    def _tellingen(self, kamer: str) -> None:
        rijen = [
            NieuweTelling(self.activiteiten[aanbod].pk, self.kamers[kamer].pk, dag, aantal)
            for (aanbod, dag), aantal in self.wereld.tellingen.items()
            if aanbod.kamer == kamer
        ]
        registratie.leg_tellingen_vast(rijen, door=self.door[kamer])

    def _klussen(self, kamer: str) -> None:
        rijen = [
            NieuweKlus(
                kamer_id=self.kamers[kamer].pk,
                aanvrager_id=self.deelnemers[karwei.aanvrager].pk,
                aangevraagd_op=karwei.gevraagd_op,
                uitgevoerd_op=karwei.gedaan_op,
                uitvoerder_id=self.deelnemers[karwei.uitvoerder].pk if karwei.uitvoerder else None,
                soort=karwei.soort,
                omschrijving=karwei.omschrijving,
                nummer=karwei.nummer,
            )
            for karwei in self.wereld.karweien
            if karwei.kamer == kamer
        ]
        registratie.leg_klussen_vast(rijen, door=self.door[kamer])

    def _rollen(self, kamer: str) -> None:
        rijen = [
            NieuweRol(self.deelnemers[taak.mens].pk, self.kamers[kamer].pk, taak.soort, taak.van, taak.tot)
            for taak in self.wereld.taken
            if taak.kamer == kamer
        ]
        registratie.geef_rollen(rijen, door=self.door[kamer])

    def _uren(self, kamer: str) -> None:
        rijen = [
            NieuweInzet(self.kamers[kamer].pk, self.deelnemers[u.mens].pk, u.datum, u.uren, u.groep)
            for u in self.wereld.uren
            if u.kamer == kamer
        ]
        registratie.leg_inzet_vast(rijen, door=self.door[kamer])


def laad(wereld: Wereld, kamers: Mapping[str, Kamer], door: Mapping[str, Gebruiker]) -> dict[str, list[Activiteit]]:
    """Write everything about people; returns the activities per kamer."""
    lader = _Lader(wereld, kamers, door)
    lader.laad()
    per_kamer: dict[str, list[Activiteit]] = {kamer: [] for kamer in KAMERS}
    for aanbod, activiteit in lader.activiteiten.items():
        per_kamer[aanbod.kamer].append(activiteit)
    return per_kamer
