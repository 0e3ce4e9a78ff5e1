"""Documents that wait their turn: an order, its place, who may have it, a maker that dies, and what is in the ZIP."""

from __future__ import annotations

import io
import zipfile
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from gegevens import Wereld

from rapportage import canoniek, vaststelling
from rapportage.documenten import PdfLukteNiet, bundel, wachtrij
from rapportage.documenten.wachtrij import Soort
from rapportage.models import Documentopdracht, Editie

PDF = b"%PDF-1.7 proef"


@pytest.fixture(autouse=True)
def zonder_motor(monkeypatch):
    """The engine has tests of its own; here is who gets what, and when."""
    monkeypatch.setattr(wachtrij, "APART", False)
    monkeypatch.setattr(vaststelling, "rapport_pdf", lambda *args: PDF)
    monkeypatch.setattr(bundel, "rapport_pdf", lambda document, uitgave=None: PDF + document.titel.encode())
    monkeypatch.setattr("rapportage.documenten.rapport_pdf", lambda document, uitgave=None: PDF)


@pytest.fixture
def vastgesteld(wereld: Wereld) -> Wereld:
    wereld.schrijf()
    wereld.stel_vast()
    wereld.rapport.refresh_from_db()
    return wereld


def adres(wereld: Wereld, naam: str = "documenten", *meer: object) -> str:
    return reverse(f"rapporten:{naam}", args=[wereld.rapport.kenmerk, *meer])


def vraag(client, wereld: Wereld, soort: str = "zip"):
    return client.post(adres(wereld), {"soort": soort})


# --- the order --------------------------------------------------------------------------------------------------


def test_een_pdf_van_een_concept_wacht_en_is_dan_te_halen(wereld, client, django_capture_on_commit_callbacks):
    client.force_login(wereld.bureau)
    antwoord = vraag(client, wereld, "pdf")
    opdracht = Documentopdracht.objects.get()
    assert antwoord.url == adres(wereld, "document", opdracht.pk)
    pagina = client.get(antwoord.url).content.decode()
    assert "U bent aan de beurt" in pagina
    assert '<meta http-equiv="refresh"' in pagina
    assert "Kijk opnieuw" in pagina
    # no file yet: back to the page that says how far it is
    assert client.get(adres(wereld, "document_bestand", opdracht.pk)).url == antwoord.url
    assert wachtrij.werk_weg() == 1
    assert "Download PDF" in client.get(antwoord.url).content.decode()
    bestand = client.get(adres(wereld, "document_bestand", opdracht.pk))
    assert (bestand.content, bestand["Content-Type"]) == (PDF, "application/pdf")
    assert f"{wereld.rapport.kenmerk}-concept.pdf" in bestand["Content-Disposition"]
    fragment = client.get(antwoord.url, headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert "hx-get" not in fragment  # ready: no more looks


def test_vragen_begint_het_werk_vanzelf(wereld, client, django_capture_on_commit_callbacks):
    client.force_login(wereld.bureau)
    with django_capture_on_commit_callbacks(execute=True):
        vraag(client, wereld, "pdf")
    assert bytes(Documentopdracht.objects.get().inhoud) == PDF


def test_twee_keer_vragen_is_een_opdracht_en_er_wacht_hooguit_een_handvol(wereld, client):
    client.force_login(wereld.bureau)
    vraag(client, wereld, "pdf")
    vraag(client, wereld, "pdf")
    assert Documentopdracht.objects.count() == 1
    for n in range(wachtrij.PER_PERSOON - 1):
        Documentopdracht.objects.create(rapport=wereld.rapport, soort="pdf", gevraagd_door=wereld.bureau, totaal=n + 1)
    antwoord = client.post(adres(wereld), {"soort": "zip"}, follow=True)
    assert "wachten al 4 documenten op u" in antwoord.content.decode()
    assert Documentopdracht.objects.count() == wachtrij.PER_PERSOON


def test_plaats_in_de_rij_en_hoe_ver_het_is(wereld, client):
    eerste = wachtrij.vraag(rapport=wereld.rapport, soort=Soort.ZIP, door=wereld.controleur)
    tweede = wachtrij.vraag(rapport=wereld.rapport, soort=Soort.PDF, door=wereld.bureau)
    client.force_login(wereld.bureau)
    assert "nog één document voor u" in client.get(adres(wereld, "document", tweede.pk)).content.decode()
    assert wachtrij.pak() == eerste
    Documentopdracht.objects.filter(pk=eerste.pk).update(gedaan=1, totaal=4)
    client.force_login(wereld.controleur)
    assert "Bezig met 2 van 4" in client.get(adres(wereld, "document", eerste.pk)).content.decode()


def test_een_onbekende_soort_en_iemand_anders_zijn_opdracht(wereld, client):
    client.force_login(wereld.bureau)
    assert vraag(client, wereld, "exe").status_code == 400
    opdracht = wachtrij.vraag(rapport=wereld.rapport, soort=Soort.PDF, door=wereld.controleur)
    wachtrij.werk_weg()
    for naam in ("document", "document_bestand"):
        assert client.get(adres(wereld, naam, opdracht.pk)).status_code == 404


def test_wat_een_dag_oud_is_verdwijnt(wereld):
    oud = wachtrij.vraag(rapport=wereld.rapport, soort=Soort.PDF, door=wereld.bureau)
    Documentopdracht.objects.update(gevraagd_op=timezone.now() - timedelta(hours=25))
    assert not wachtrij.van(wereld.bureau, wereld.rapport)
    wachtrij.vraag(rapport=wereld.rapport, soort=Soort.ZIP, door=wereld.bureau)
    assert not Documentopdracht.objects.filter(pk=oud.pk).exists()


def test_wat_een_dag_oud_is_wordt_niet_meer_gegeven_en_gaat_weg_ook_als_niemand_iets_vraagt(wereld, client):
    client.force_login(wereld.bureau)
    oud = wachtrij.vraag(rapport=wereld.rapport, soort=Soort.PDF, door=wereld.bureau)
    wachtrij.werk_weg()
    Documentopdracht.objects.update(gevraagd_op=timezone.now() - timedelta(hours=24, seconds=1))
    for naam in ("document", "document_bestand"):
        assert client.get(adres(wereld, naam, oud.pk)).status_code == 404
    uit = io.StringIO()
    call_command("opruimen", "--proef", stdout=uit)
    assert "Te verwijderen documenten: 1, kladteksten: 0" in uit.getvalue()
    assert Documentopdracht.objects.exists()
    assert wachtrij.werk_weg() == 0
    assert not Documentopdracht.objects.exists()


# --- makers -----------------------------------------------------------------------------------------------------


def test_een_tegelijk_over_alle_makers(wereld):
    wachtrij.vraag(rapport=wereld.rapport, soort=Soort.PDF, door=wereld.bureau)
    wachtrij.vraag(rapport=wereld.rapport, soort=Soort.PDF, door=wereld.controleur)
    assert wachtrij.pak() is not None
    assert wachtrij.pak() is None


def test_een_dode_maker_wordt_overgenomen_en_bewaart_niets_meer(wereld, client, django_capture_on_commit_callbacks):
    opdracht = wachtrij.vraag(rapport=wereld.rapport, soort=Soort.PDF, door=wereld.bureau)
    dood = wachtrij.pak()
    assert dood is not None
    client.force_login(wereld.bureau)
    with django_capture_on_commit_callbacks(execute=True) as begonnen:
        client.get(adres(wereld, "document", opdracht.pk))
    assert not begonnen  # alive as far as anyone knows
    Documentopdracht.objects.update(teken_op=timezone.now() - wachtrij.STIL - timedelta(seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        client.get(adres(wereld, "document", opdracht.pk))
    opdracht.refresh_from_db()
    assert opdracht.klaar_op is not None
    assert opdracht.begonnen_op != dood.begonnen_op
    Documentopdracht.objects.update(klaar_op=None, inhoud=None)
    wachtrij._Werk(dood).doe()  # it wakes up after all
    opdracht.refresh_from_db()
    assert opdracht.inhoud is None


def test_een_document_dat_zijn_maker_laat_sterven_wordt_niet_eeuwig_geprobeerd(wereld):
    opdracht = wachtrij.vraag(rapport=wereld.rapport, soort=Soort.PDF, door=wereld.bureau)
    assert wachtrij.pak() is not None
    Documentopdracht.objects.update(
        gevraagd_op=timezone.now() - wachtrij.GEEF_OP, teken_op=timezone.now() - wachtrij.STIL
    )
    assert wachtrij.pak() is None
    opdracht.refresh_from_db()
    assert "stopte halverwege" in opdracht.fout


@pytest.mark.parametrize(
    ("fout", "tekst"),
    [(PdfLukteNiet("De PDF maken duurde te lang."), "duurde te lang"), (ValueError("x"), "kon niet worden gemaakt")],
)
def test_een_fout_staat_er_in_gewone_woorden_en_de_volgende_gaat_door(wereld, client, monkeypatch, fout, tekst):
    def mislukt(document, uitgave=None):
        raise fout

    monkeypatch.setattr("rapportage.documenten.rapport_pdf", mislukt)
    eerste = wachtrij.vraag(rapport=wereld.rapport, soort=Soort.PDF, door=wereld.bureau)
    wachtrij.vraag(rapport=wereld.rapport, soort=Soort.ZIP, door=wereld.bureau)
    assert wachtrij.werk_weg() == 2
    client.force_login(wereld.bureau)
    assert tekst in client.get(adres(wereld, "document", eerste.pk)).content.decode()
    assert "niet gelukt" in client.get(adres(wereld)).content.decode()


# --- who --------------------------------------------------------------------------------------------------------


def test_een_concept_is_er_voor_wie_rapporten_beheert_en_niemand_anders(wereld, client):
    for mens in (wereld.coordinatoren["TOP"], wereld.ambtenaar, wereld.vreemde_ambtenaar):
        client.force_login(mens)
        assert client.get(adres(wereld)).status_code == 404
        assert vraag(client, wereld).status_code == 404


def test_vastgesteld_is_de_zip_er_voor_alle_partijen_en_de_pdf_meteen(vastgesteld, client):
    wereld = vastgesteld
    for mens in (wereld.coordinatoren["TOP"], wereld.ambtenaar, wereld.bureau):
        client.force_login(mens)
        opdracht = Documentopdracht.objects.get(pk=vraag(client, wereld).url.rstrip("/").rsplit("/", 1)[1])
        wachtrij.werk_weg()
        assert client.get(adres(wereld, "document_bestand", opdracht.pk)).content.startswith(b"PK")
        # its PDF is kept already: nothing to make
        assert vraag(client, wereld, "pdf").url == adres(wereld, "bestand", "pdf")
    client.force_login(wereld.vreemde_ambtenaar)
    assert vraag(client, wereld).status_code == 404


def test_wat_voor_het_vaststellen_is_gemaakt_is_niet_het_rapport(wereld, client):
    """Somebody who managed reports and now only reads them does not get the concept any more."""
    wereld.schrijf()
    opdracht = wachtrij.vraag(rapport=wereld.rapport, soort=Soort.ZIP, door=wereld.ambtenaar)
    wachtrij.werk_weg()
    wereld.stel_vast()
    client.force_login(wereld.ambtenaar)
    assert client.get(adres(wereld, "document_bestand", opdracht.pk)).status_code == 404


def test_een_concept_wordt_na_het_vaststellen_niet_voor_het_rapport_gegeven(wereld, client):
    """Not to the bureau either: its figures may be others, and it would go by the name of the adopted report."""
    wereld.schrijf()
    client.force_login(wereld.bureau)
    pdf, zip_ = [wachtrij.vraag(rapport=wereld.rapport, soort=soort, door=wereld.bureau) for soort in ("pdf", "zip")]
    assert wachtrij.werk_weg() == 2
    wereld.stel_vast()
    for opdracht in (pdf, zip_):
        pagina = client.get(adres(wereld, "document_bestand", opdracht.pk), follow=True).content
        assert b"van voor het vaststellen" in pagina
        assert b"Download " not in pagina
    assert client.get(adres(wereld)).content.decode().count("van voor het vaststellen, niet meer op te halen") == 2
    opnieuw = wachtrij.vraag(rapport=wereld.rapport, soort="zip", door=wereld.bureau)
    wachtrij.werk_weg()
    antwoord = client.get(adres(wereld, "document_bestand", opnieuw.pk))
    assert f'"{wereld.rapport.kenmerk}.zip"' in antwoord["Content-Disposition"]
    assert f"{wereld.rapport.kenmerk}-editie-1.0.pdf" in zipfile.ZipFile(io.BytesIO(antwoord.content)).namelist()


def test_vastgesteld_terwijl_het_document_werd_gemaakt(wereld, client, monkeypatch):
    """It is made anew: what is ready after adoption is of the adopted report."""
    gemaakt = []

    def maak(document, uitgave=None):
        if not gemaakt:
            wereld.stel_vast()
        gemaakt.append(document)
        return PDF + b" concept"

    wereld.schrijf()
    monkeypatch.setattr("rapportage.documenten.rapport_pdf", maak)
    opdracht = wachtrij.vraag(rapport=wereld.rapport, soort="pdf", door=wereld.bureau)
    wachtrij.werk_weg()
    client.force_login(wereld.bureau)
    antwoord = client.get(adres(wereld, "document_bestand", opdracht.pk))
    assert (len(gemaakt), antwoord.content) == (1, PDF)


def test_de_bladzijde_geeft_elke_kamer_haar_eigen_kleur(wereld, client):
    client.force_login(wereld.bureau)
    css = client.get(adres(wereld, "kleuren")).content.decode()
    for kamer in wereld.kamers.values():
        assert f".kamer-{kamer.slug} {{ --kamer: {kamer.kleur};" in css
    assert adres(wereld, "kleuren") in client.get(wereld.rapport.get_absolute_url()).content.decode()


# --- the ZIP ----------------------------------------------------------------------------------------------------


def test_de_zip_heeft_het_rapport_en_elke_kamer_uit_de_bevroren_gegevens(vastgesteld, monkeypatch):
    gezien = []
    wereld = vastgesteld

    def maak(document, uitgave=None):
        gezien.append((document, uitgave))
        return PDF + document.titel.encode()

    monkeypatch.setattr(bundel, "rapport_pdf", maak)
    wereld.kamers["TOP"].naam = "Heel anders"  # a later change of the registrations is not in it
    wereld.kamers["TOP"].save()
    stappen: list[tuple[int, int]] = []
    inhoud = bundel.maak_bundel(wereld.rapport, lambda *stap: stappen.append(stap))
    editie = Editie.objects.get()
    with zipfile.ZipFile(io.BytesIO(inhoud)) as bestanden:
        namen = bestanden.namelist()
        basis = f"{wereld.rapport.kenmerk}-editie-1.0"
        assert namen == [
            f"{basis}.pdf",
            *(f"kamers/{k.slug}.pdf" for k in canoniek.lees(type(gezien[0][0]), editie.gegevens).kamers),
            f"{basis}.xlsx",
            f"{basis}.json",
        ]
        assert bestanden.read(f"{basis}.pdf") == bytes(editie.pdf)
        assert bestanden.read(f"{basis}.json").decode() == editie.gegevens
    assert stappen == [(0, 4), (1, 4), (2, 4), (3, 4), (4, 4)]
    assert [d.titel for d, _ in gezien] == [f"{wereld.rapport.titel}: {naam}" for naam in wereld.kamers]
    assert all(u.controlegetal == editie.sha256 and u.uittreksel_van == wereld.rapport.titel for _, u in gezien)
    assert bundel.maak_bundel(wereld.rapport) == inhoud  # the same input, the same bytes
