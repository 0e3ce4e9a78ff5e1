"""The life of a report, held by the database: by pages, by functions, and by raw SQL."""

from __future__ import annotations

import hashlib

import pghistory
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from buurtwerkkamers.schrijven import Geweigerd
from deelnemers.models import Deelname
from rapportage import antwoorden, canoniek, documenten, vaststelling
from rapportage.models import Antwoord, Deelperiode, Editie, Rapport
from rapportage.rapportvorm import Document
from rapportage.samenstelling import stel_samen
from rapportage.verzenden import NieuweVerzending

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("snelle_pdf")]


def sql(opdracht: str, *waarden) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(opdracht, waarden)


@pytest.fixture
def editie(wereld) -> Editie:
    wereld.schrijf()
    return wereld.stel_vast()


def test_vastgesteld_rapport_leest_zijn_bevroren_cijfers(wereld, editie):
    wereld.rapport.refresh_from_db()
    voor = stel_samen(wereld.rapport)
    pdf = documenten.als_pdf(wereld.rapport)
    Deelname.objects.filter(kamer=wereld.kamers["TOP"]).delete()
    assert stel_samen(wereld.rapport) == voor
    assert documenten.als_pdf(wereld.rapport) == pdf
    assert documenten.als_json(wereld.rapport).decode() == editie.gegevens


def test_controlegetal_hoort_bij_de_gegevens_en_staat_in_het_document(wereld, editie):
    assert hashlib.sha256(editie.gegevens.encode()).hexdigest() == editie.sha256
    assert editie.sha256 in bytes(editie.html).decode()
    assert editie.sha256.encode() in bytes(editie.pdf)
    assert canoniek.lees(Document, editie.gegevens).editie == "1.0"


def test_wie_schreef_stelt_niet_vast(wereld):
    wereld.schrijf()
    schrijver = wereld.coordinatoren["TOP"]
    vaststelling.leg_ter_controle(rapport=wereld.rapport, door=wereld.bureau)
    with pytest.raises(vaststelling.StapKanNiet, match="schreef mee"):
        vaststelling.stel_vast(rapport=wereld.rapport, door=schrijver)
    with pytest.raises(IntegrityError, match="kan dit rapport niet vaststellen"), transaction.atomic():
        Editie.objects.create(**_editievelden(wereld.rapport, schrijver))


def test_ook_een_eerdere_schrijver_stelt_niet_vast_en_kan_zich_niet_wissen(wereld):
    eerste = wereld.schrijf()
    ander = wereld.bureau
    antwoorden.beantwoord(
        rapport=wereld.rapport, onderdeel=eerste.onderdeel, kamer=eerste.kamer, tekst="Anders", versie=1, door=ander
    )
    Antwoord.objects.update(schrijvers=[])
    assert set(Antwoord.objects.get().schrijvers) == {wereld.coordinatoren["TOP"].pk, ander.pk}


def _editievelden(rapport: Rapport, door, gegevens: str = "{}", sha256: str | None = None) -> dict:
    return {
        "rapport": rapport,
        "gegevens": gegevens,
        "sha256": sha256 or canoniek.controlegetal(gegevens),
        "pdf": b"",
        "html": b"",
        "vastgesteld_door": door,
        "vastgesteld_op": timezone.now(),
    }


def test_editie_met_verkeerd_controlegetal_wordt_geweigerd(wereld):
    vaststelling.leg_ter_controle(rapport=wereld.rapport, door=wereld.bureau)
    with pytest.raises(IntegrityError, match="controlegetal"), transaction.atomic():
        Editie.objects.create(**_editievelden(wereld.rapport, wereld.controleur, sha256="0" * 64))


def test_editie_alleen_ter_controle(wereld):
    with pytest.raises(IntegrityError, match="ter controle"), transaction.atomic():
        Editie.objects.create(**_editievelden(wereld.rapport, wereld.controleur))


OPDRACHTEN = (
    "UPDATE rapportage_editie SET gegevens = 'x'",
    "UPDATE rapportage_editie SET pdf = ''",
    "DELETE FROM rapportage_editie",
    "UPDATE rapportage_antwoord SET tekst = 'x'",
    "DELETE FROM rapportage_antwoord",
    "UPDATE rapportage_deelperiode SET tm = tm - 1",
    "DELETE FROM rapportage_rapportkamer",
    "UPDATE rapportage_rapport SET titel = 'x'",
    "UPDATE rapportage_rapport SET status = 'concept'",
    "DELETE FROM rapportage_rapport",
)


def test_na_vaststelling_verandert_niets_meer(editie):
    gelukt = []
    for opdracht in OPDRACHTEN:
        try:
            sql(opdracht)
            gelukt.append(opdracht)
        except IntegrityError:
            pass
    assert not gelukt


def test_na_vaststelling_komt_er_niets_bij(wereld, editie):
    with pytest.raises(Geweigerd, match="geen concept"):
        wereld.schrijf("Te laat", "De Verbinding")
    with pytest.raises(IntegrityError), transaction.atomic():
        Deelperiode.objects.create(rapport=wereld.rapport, naam="Extra", van=wereld.rapport.van, tm=wereld.rapport.tm)


@pytest.mark.parametrize("naar", ["vastgesteld", "ingediend"])
def test_geen_stap_overgeslagen(wereld, naar):
    with pytest.raises(IntegrityError), transaction.atomic():
        Rapport.objects.filter(pk=wereld.rapport.pk).update(status=naar)


def test_vastgesteld_zonder_editie_bestaat_niet(wereld):
    vaststelling.leg_ter_controle(rapport=wereld.rapport, door=wereld.bureau)
    with pytest.raises(IntegrityError, match="editie bewaard"), transaction.atomic():
        Rapport.objects.filter(pk=wereld.rapport.pk).update(status="vastgesteld")


def test_terug_naar_concept_en_dan_verder(wereld):
    wereld.schrijf()
    vaststelling.leg_ter_controle(rapport=wereld.rapport, door=wereld.bureau)
    with pytest.raises(Geweigerd):
        wereld.schrijf("Kan nu niet", versie=1)
    vaststelling.stuur_terug(rapport=wereld.rapport, door=wereld.controleur, reden="Cijfer klopt niet")
    assert wereld.schrijf("Kan weer", versie=1).versie == 2
    wereld.stel_vast()
    aan = [NieuweVerzending(wereld.rapport.afspraak.partijen.get(), wijze="overhandigd")]
    vaststelling.dien_in(rapport=wereld.rapport, verzendingen=aan, door=wereld.bureau)
    assert Rapport.objects.get().status == "ingediend"


def test_twee_schrijvers_geen_tekst_verloren(wereld):
    wereld.schrijf("Eerste", versie=0)
    with pytest.raises(antwoorden.AntwoordVeranderd) as botsing:
        wereld.schrijf("Tweede", versie=0)
    assert botsing.value.huidig.tekst == "Eerste"
    assert wereld.schrijf("Samen", versie=1).versie == 2
    assert wereld.schrijf("Samen", versie=1).versie == 2  # the same text again changes nothing


def test_keuze_eenmalig_beantwoord(wereld):
    vraag = wereld.vraag("keuze")
    kies = {"rapport": wereld.rapport, "onderdeel": vraag, "kamer": None, "tekst": "", "door": wereld.bureau}
    assert antwoorden.beantwoord(**kies, keuze=vraag.keuzes[0]).keuze == vraag.keuzes[0]
    assert antwoorden.beantwoord(**kies, keuze=vraag.keuzes[1], versie=1).versie == 2
    with pytest.raises(ValidationError, match="Kies een van"):
        antwoorden.beantwoord(**kies, keuze="Iets anders", versie=2)


def test_antwoord_past_bij_vraag_en_kamer(wereld):
    figuur = wereld.rapport.sjabloon.onderdelen.get(soort="deelnemers")
    for onderdeel, kamer in ((figuur, None), (wereld.vraag(), None)):
        with pytest.raises(IntegrityError, match="past niet"), transaction.atomic():
            Antwoord.objects.create(
                rapport=wereld.rapport, onderdeel=onderdeel, kamer=kamer, geschreven_door=wereld.bureau
            )


def test_deelperiode_buiten_het_rapport(wereld):
    with pytest.raises(IntegrityError, match="buiten de periode"), transaction.atomic():
        Deelperiode.objects.create(rapport=wereld.rapport, naam="Laat", van="2020-05-01", tm="2020-07-01")


def test_mislukte_pdf_laat_het_rapport_ter_controle(wereld, monkeypatch):
    def mislukt(*args, **kwargs):
        raise documenten.PdfLukteNiet("Te lang.")

    monkeypatch.setattr(vaststelling, "rapport_pdf", mislukt)
    vaststelling.leg_ter_controle(rapport=wereld.rapport, door=wereld.bureau)
    with pytest.raises(documenten.PdfLukteNiet):
        vaststelling.stel_vast(rapport=wereld.rapport, door=wereld.controleur)
    assert not Editie.objects.exists()
    assert Rapport.objects.get().status == "ter_controle"


def test_andere_regeleinden_zijn_geen_andere_tekst(wereld):
    """A browser sends other line ends than were stored: who did not change a word did not write it."""
    antwoord = wereld.schrijf("Een.\n\nTwee.")
    opnieuw = wereld.schrijf("Een.\r\n\r\nTwee.", versie=antwoord.versie)
    assert (opnieuw.versie, opnieuw.tekst) == (antwoord.versie, "Een.\n\nTwee.")


def test_wie_een_vaste_tekst_schreef_stelt_niet_vast(wereld):
    """A fixed text is prose of the report too. Who only moves it about may; so may who wrote it earlier."""
    sjabloon = wereld.rapport.sjabloon
    with pghistory.context(user=wereld.controleur.pk):
        tekst = sjabloon.onderdelen.create(soort="tekst", titel="In het kort", volgorde=900, tekst="Het ging goed.")
    with pghistory.context(user=wereld.bureau.pk):
        sjabloon.onderdelen.filter(pk=tekst.pk).update(volgorde=901)
    vaststelling.leg_ter_controle(rapport=wereld.rapport, door=wereld.bureau)
    assert not vaststelling.schreef_mee(wereld.rapport, wereld.bureau)
    assert vaststelling.schreef_mee(wereld.rapport, wereld.controleur)
    with pytest.raises(vaststelling.StapKanNiet, match="schreef mee"):
        vaststelling.stel_vast(rapport=wereld.rapport, door=wereld.controleur)
    with pytest.raises(IntegrityError, match="vaste tekst"), transaction.atomic():
        Editie.objects.create(**_editievelden(wereld.rapport, wereld.controleur))
    vaststelling.stel_vast(rapport=wereld.rapport, door=wereld.bureau)


def test_een_naam_die_tijdens_de_controle_verandert_wordt_niet_met_haakjes_bevroren(wereld):
    wereld.schrijf("Bij formulieren kwamen {uniek formulieren} mensen.")
    vaststelling.leg_ter_controle(rapport=wereld.rapport, door=wereld.bureau)
    wereld.rapport.afspraak.categorielijst.categorie_set.filter(naam="Formulieren").update(naam="Papieren")
    with pytest.raises(vaststelling.StapKanNiet, match="uniek formulieren"):
        vaststelling.stel_vast(rapport=wereld.rapport, door=wereld.controleur)
    assert not Editie.objects.exists()
