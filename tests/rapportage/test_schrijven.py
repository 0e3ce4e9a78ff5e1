"""Writing answers: drafts, who writes too, the preview, the page of conflicts, and what was answered before."""

from __future__ import annotations

import json
import random
import re
from datetime import date, timedelta
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from gegevens import Wereld, gebruiker

from buurtwerkkamers.schrijven import Geweigerd
from rapportage import antwoorden, opruimen, vaststelling
from rapportage.lichtetekst import MAX_TEKENS
from rapportage.models import Antwoord, Klad, Onderdeel, Rapport
from rapportage.samenstelling import stel_samen
from rapportage.tekstverschil import rustig, verschil, voeg_samen

pytestmark = pytest.mark.django_db


@pytest.fixture
def collega(wereld):
    return gebruiker("Fatima", "coordinator", kamer=wereld.kamers["TOP"])


@pytest.fixture
def ik(wereld):
    return wereld.coordinatoren["TOP"]


def adres(wereld: Wereld, naam: str = "", kamer: str = "TOP") -> str:
    basis = f"rapporten:antwoorden{'_' + naam if naam else ''}"
    return reverse(basis, args=[wereld.rapport.kenmerk, wereld.kamers[kamer].slug])


def klad(wereld: Wereld, tekst: str, door, versie: int = 0, **meer) -> int:
    wat = {"rapport": wereld.rapport, "onderdeel": wereld.vraag(), "kamer": wereld.kamers["TOP"]} | meer
    return antwoorden.bewaar_klad(**wat, tekst=tekst, versie=versie, door=door)


def typ(client, wereld: Wereld, tekst: str, wie, versie: int = 0, **meer):
    inhoud = {"wie": wie.pk, "vraag": wereld.vraag().pk, "tekst": tekst, "keuze": "", "versie": versie} | meer
    return client.post(adres(wereld, "klad"), json.dumps(inhoud), content_type="application/json")


def formulier(wereld: Wereld, tekst: str, versie: int = 0, **meer) -> dict:
    veld = f"vraag-{wereld.vraag().pk}"
    return {f"{veld}-tekst": tekst, f"{veld}-versie": versie} | {f"{veld}-{naam}": w for naam, w in meer.items()}


def bewaar(client, wereld: Wereld, tekst: str, wie, versie: int = 0):
    gegevens = formulier(wereld, tekst, versie) | {"wie": wie.pk}
    return client.post(adres(wereld), gegevens, headers={"Accept": "application/json"})


# --- the draft --------------------------------------------------------------------------------------------------


def test_een_klad_blijft_een_rij_en_gaat_weg_als_het_een_antwoord_is(wereld, ik):
    for tekst in ("H", "Ho", "Hoi"):
        assert klad(wereld, tekst, ik) == 0
    assert [(k.tekst, k.gebruiker) for k in Klad.objects.all()] == [("Hoi", ik)]
    wereld.schrijf("Hoi")
    assert not Klad.objects.exists()


def test_een_klad_kost_een_leesvraag_en_een_schrijfvraag(wereld, ik, django_assert_num_queries):
    klad(wereld, "Eerste", ik)
    vraag, kamer = wereld.vraag(), wereld.kamers["TOP"]
    with django_assert_num_queries(4):  # with the two of the savepoint
        antwoorden.bewaar_klad(rapport=wereld.rapport, onderdeel=vraag, kamer=kamer, tekst="Tweede", door=ik)


def test_een_klad_is_van_een_mens_en_een_plek(wereld, ik, collega):
    klad(wereld, "Van mij", ik)
    klad(wereld, "Van Fatima", collega)
    eenmalig = wereld.vraag(Onderdeel.Soort.VRAAG_EENMALIG)
    for tekst in ("Samen", "Samen verder"):
        klad(wereld, tekst, wereld.bureau, onderdeel=eenmalig, kamer=None)
    assert sorted(Klad.objects.values_list("tekst", flat=True)) == ["Samen verder", "Van Fatima", "Van mij"]
    wereld.schrijf("Mijn antwoord")
    assert sorted(Klad.objects.values_list("tekst", flat=True)) == ["Samen verder", "Van Fatima"]


def test_ook_ter_controle_gaat_een_klad_niet_verloren(wereld, ik, in_log):
    vaststelling.leg_ter_controle(rapport=wereld.rapport, door=wereld.bureau)
    client = in_log(ik)
    assert typ(client, wereld, "Net te laat", ik).json()["bewaard"]
    assert bewaar(client, wereld, "Net te laat!", ik).status_code == 409
    pagina = client.get(adres(wereld)).text
    assert "Dit had u nog niet opgeslagen" in pagina
    assert "Net te laat" in pagina
    assert not Antwoord.objects.exists()


def test_te_laat_ingestuurd_wordt_een_klad(wereld, ik, in_log):
    vaststelling.leg_ter_controle(rapport=wereld.rapport, door=wereld.bureau)
    assert in_log(ik).post(adres(wereld), formulier(wereld, "Zonder script")).status_code == 409
    assert Klad.objects.get().tekst == "Zonder script"


def test_een_klad_met_een_bsn_wordt_bewaard_zonder_het_bsn(wereld, ik):
    klad(wereld, "Hij heeft 1234.56.782, en 123456789 niet.", ik)
    assert Klad.objects.get().tekst == "Hij heeft ####.##.###, en 123456789 niet."


def test_wat_al_antwoord_is_is_geen_klad(wereld, ik):
    wereld.schrijf("Klaar")
    klad(wereld, "Klaar en meer", ik, versie=1)
    Antwoord.objects.update(geschreven_op=timezone.now() - timedelta(minutes=1))
    assert klad(wereld, "Klaar\r\n", ik, versie=1) == 1
    assert not Klad.objects.exists()


def test_een_klad_die_na_zijn_antwoord_komt_komt_niet_terug(wereld, ik, collega):
    wereld.schrijf("Het hele verhaal")
    klad(wereld, "Het hele ver", ik, versie=0)
    assert not Klad.objects.exists()
    klad(wereld, "Iets anders", collega, versie=0)  # of somebody else: that is a text of its own
    assert Klad.objects.get().tekst == "Iets anders"
    Antwoord.objects.update(geschreven_op=timezone.now() - timedelta(seconds=10))
    klad(wereld, "In een ander tabblad", ik, versie=0)
    assert Klad.objects.count() == 2


def test_een_klad_met_meer_woorden_dan_het_antwoord_blijft(wereld, ik):
    """Typed on after storing, on a page that never heard that it was stored: there is more in it than the beginning."""
    wereld.schrijf("Het hele verhaal")
    klad(wereld, "Het hele verhaal, en nog twee zinnen erbij", ik, versie=0)
    assert Klad.objects.get().tekst == "Het hele verhaal, en nog twee zinnen erbij"
    klad(wereld, "Het andere", ik, versie=0)
    assert Klad.objects.get().tekst == "Het andere"


@pytest.mark.parametrize("tekst", ["x" * (MAX_TEKENS + 1), "é" * 30_000])
def test_een_te_lang_klad_wordt_gezegd(wereld, ik, in_log, tekst):
    with pytest.raises(ValidationError):
        klad(wereld, tekst, ik)
    antwoord = typ(in_log(ik), wereld, tekst, ik)
    assert antwoord.status_code == 422
    assert "te lang" in antwoord.json()["fout"]


def test_een_lange_tekst_met_regels_past_ook_zoals_een_browser_hem_stuurt(wereld, ik, in_log):
    tekst = "\n".join(["regel"] * 3333)  # 19,997 characters; 23,329 with the line ends of a browser
    assert in_log(ik).post(adres(wereld), formulier(wereld, tekst.replace("\n", "\r\n"))).status_code == 302
    assert Antwoord.objects.get().tekst == tekst


@pytest.mark.parametrize(
    "inhoud",
    [
        b"", b"{", b"[]", b"null", b'"x"', b"{}", b'{"tekst": 3}', b'{"tekst": "a", "versie": "1"}', b"[" * 100_000,
        b'{"tekst": "a", "versie": true}', b'{"tekst": "a", "versie": -1}', b'{"tekst": "a", "versie": 99999999999}',
        b'{"tekst": "a", "versie": 1e400}', b'{"tekst": "a", "keuze": []}', b"\xff\xfe",
    ],
)  # fmt: skip
def test_vreemde_invoer_is_geen_klad_en_geen_fout(wereld, ik, in_log, inhoud):
    antwoord = in_log(ik).post(adres(wereld, "klad"), inhoud, content_type="application/json")
    assert antwoord.status_code == 422
    assert not Klad.objects.exists()


def test_onzichtbare_tekens_breken_niets(wereld, ik, in_log):
    lijf = b'{"wie": %d, "vraag": %d, "tekst": "a\\u0000b\\ud800c \\u2028 \\ud83d\\ude00"}' % (ik.pk, wereld.vraag().pk)
    assert in_log(ik).post(adres(wereld, "klad"), lijf, content_type="application/json").status_code == 200
    assert Klad.objects.get().tekst == "ab?c \n 😀"


def test_een_onbekende_vraag_of_keuze(wereld, ik, in_log):
    client = in_log(ik)
    eenmalig = wereld.vraag(Onderdeel.Soort.VRAAG_EENMALIG)
    for vraag in (eenmalig.pk, 0, "x", None, 10**30, {"a": 1}):
        assert typ(client, wereld, "tekst", ik, vraag=vraag).status_code == 404
    assert typ(client, wereld, "tekst", ik, keuze="Verzonnen").status_code == 422
    assert not Klad.objects.exists()


def test_wie_nu_ingelogd_is_schrijft_niet_onder_de_naam_van_een_ander(wereld, ik, collega, in_log):
    """Somebody else logged in, in another tab of the same browser; the page still holds my text."""
    client = in_log(collega)
    for antwoord in (typ(client, wereld, "Van mij", ik), bewaar(client, wereld, "Van mij", ik)):
        assert antwoord.status_code == 409
        assert antwoord.json()["ander"]
    assert not Klad.objects.exists()
    assert not Antwoord.objects.exists()


def test_wie_er_niet_schrijft_vindt_er_niets(wereld, ik, in_log):
    klad(wereld, "Van mij", ik)
    for wie, kamer, verwacht in (
        (wereld.coordinatoren["De Verbinding"], "TOP", 404),
        (ik, "De Verbinding", 404),
        (wereld.bureau, "TOP", 403),
        (gebruiker("Penning", "penningmeester"), "TOP", 403),
        (wereld.ambtenaar, "TOP", 403),
    ):
        client = in_log(wie)
        assert client.get(adres(wereld, "klad", kamer)).status_code == verwacht
        assert client.post(adres(wereld, "klad", kamer), {"weg": wereld.vraag().pk}).status_code == verwacht
        assert client.post(adres(wereld, "voorbeeld", kamer), {"tekst": "{uniek}"}).status_code == verwacht
    assert in_log(ik).get(reverse("rapporten:antwoorden_samen_klad", args=[wereld.rapport.kenmerk])).status_code == 403
    assert Klad.objects.count() == 1


def test_een_klad_van_een_rapport_dat_een_maand_vaststaat_gaat_weg(wereld, ik, collega, monkeypatch):
    monkeypatch.setattr(vaststelling, "rapport_pdf", lambda *args: b"%PDF-1.7 proef")
    wereld.schrijf()
    klad(wereld, "Dit sloeg ik nooit op.", ik, 1)
    klad(wereld, "Hier kijk ik nog naar.", collega)
    wereld.stel_vast()
    straks = timezone.now() + timedelta(days=31)
    Klad.objects.filter(gebruiker=collega).update(bijgewerkt_op=straks - timedelta(days=1))
    assert opruimen.ruim_op().kladjes == 0  # adopted just now
    monkeypatch.setattr(opruimen, "timezone", SimpleNamespace(now=lambda: straks))
    assert opruimen.tel_op().kladjes == opruimen.ruim_op().kladjes == 1
    assert Klad.objects.get().gebruiker == collega  # touched the day before


def test_niemand_leest_de_klad_van_een_ander(wereld, ik, collega, in_log):
    klad(wereld, "Geheim van mij", ik)
    client = in_log(collega)
    for antwoord in (client.get(adres(wereld)), client.get(adres(wereld, "klad"))):
        assert "Geheim" not in antwoord.text
    client.post(adres(wereld, "klad"), {"weg": wereld.vraag().pk})
    assert Klad.objects.get().gebruiker == ik


# --- opening the page again -------------------------------------------------------------------------------------


def test_een_klad_staat_weer_in_het_veld_en_kan_weg(wereld, ik, in_log):
    client = in_log(ik)
    klad(wereld, "Halverwege de z", ik)
    pagina = client.get(adres(wereld)).text
    assert "Dit had u nog niet opgeslagen. We zetten het terug." in pagina
    assert "Halverwege de z</textarea>" in pagina
    client.post(adres(wereld, "klad"), {"weg": wereld.vraag().pk})
    pagina = client.get(adres(wereld)).text
    assert "nog niet opgeslagen" not in pagina.replace("Uw tekst die nog niet was opgeslagen", "")
    assert "Halverwege" not in pagina


def test_een_klad_van_voor_een_nieuwer_antwoord_laat_kiezen(wereld, ik, collega, in_log):
    klad(wereld, "Mijn tekst", ik)
    antwoorden.beantwoord(
        rapport=wereld.rapport, onderdeel=wereld.vraag(), kamer=wereld.kamers["TOP"], tekst="Tekst van Fatima",
        door=collega,
    )  # fmt: skip
    client = in_log(ik)
    pagina = client.get(adres(wereld)).text
    assert "Intussen schreef Fatima een andere tekst" in pagina
    assert "Mijn tekst</textarea>" in pagina
    assert "Tekst van Fatima" in pagina
    versie = re.search(r'name="vraag-\d+-versie" value="(\d+)"', pagina).group(1)
    assert client.post(adres(wereld), formulier(wereld, "Mijn tekst", int(versie))).status_code == 409


def test_de_bladzijde_kost_evenveel_vragen_bij_een_en_bij_drie_kladjes(
    wereld, ik, collega, in_log, django_assert_max_num_queries, django_assert_num_queries
):
    client = in_log(ik)
    client.get(adres(wereld))
    vragen = list(wereld.rapport.sjabloon.onderdelen.filter(soort=Onderdeel.Soort.VRAAG_PER_KAMER))
    klad(wereld, "een", ik, onderdeel=vragen[0])
    with django_assert_max_num_queries(80) as eerst:
        client.get(adres(wereld))
    for vraag in vragen:
        klad(wereld, "mijn", ik, onderdeel=vraag)
        klad(wereld, "haar", collega, onderdeel=vraag)
    with django_assert_num_queries(len(eerst)):
        client.get(adres(wereld))


# --- storing by itself ------------------------------------------------------------------------------------------


def test_vanzelf_opslaan_geeft_de_versie_terug(wereld, ik, in_log):
    client = in_log(ik)
    typ(client, wereld, "Ee", ik)
    assert bewaar(client, wereld, "Een", ik).json()["versie"] == 1
    assert bewaar(client, wereld, "Een twee", ik, 1).json()["versie"] == 2
    assert not Klad.objects.exists()
    fout = bewaar(client, wereld, "Hij heeft 123456782", ik, 2)
    assert fout.status_code == 422
    assert "burgerservicenummer" in fout.json()["fout"]
    assert Antwoord.objects.get().tekst == "Een twee"


def test_vanzelf_opslaan_over_een_ander_heen_kan_niet(wereld, ik, collega, in_log):
    bewaar(in_log(collega), wereld, "Van Fatima", collega)
    botsing = bewaar(in_log(ik), wereld, "Van mij", ik)
    assert botsing.status_code == 409
    assert botsing.json()["botsing"] == {"versie": 1, "door": "Fatima", "tekst": "Van Fatima", "keuze": ""}
    assert Antwoord.objects.get().tekst == "Van Fatima"


@pytest.mark.parametrize("versie", [2**31, 99999999999, "9" * 400, -1])
def test_een_versie_die_niet_bestaat_wordt_gezegd_en_de_tekst_blijft_staan(wereld, ik, in_log, versie):
    wereld.schrijf("Dit staat er.")
    client = in_log(ik)
    assert bewaar(client, wereld, "Mijn tekst", ik, versie).status_code == 422
    antwoord = client.post(adres(wereld), formulier(wereld, "Mijn tekst", versie))
    assert "Mijn tekst" in antwoord.text
    assert "Kopieer uw tekst" in antwoord.text
    assert Antwoord.objects.get().tekst == "Dit staat er."


def test_leeg_is_geen_antwoord(wereld, ik, in_log):
    client = in_log(ik)
    typ(client, wereld, "x", ik)
    assert bewaar(client, wereld, "", ik).json()["versie"] == 0
    assert not Antwoord.objects.exists()
    assert not Klad.objects.exists()


# --- who writes -------------------------------------------------------------------------------------------------


def test_wie_er_nu_schrijft(wereld, ik, collega, in_log):
    client = in_log(ik)
    assert typ(client, wereld, "a", ik).json()["schrijven_nu"] == []
    klad(wereld, "b", collega)
    assert typ(client, wereld, "ab", ik).json()["schrijven_nu"] == ["Fatima"]
    assert "Ook aan het schrijven: Fatima" in client.get(adres(wereld)).text
    gezien = client.get(adres(wereld, "klad")).json()
    assert gezien["vragen"][str(wereld.vraag().pk)] == {"versie": 0, "schrijven_nu": ["Fatima"]}
    Klad.objects.filter(gebruiker=collega).update(bijgewerkt_op=timezone.now() - timedelta(seconds=31))
    assert typ(client, wereld, "abc", ik).json()["schrijven_nu"] == []


def test_peilen_geeft_de_tekst_van_een_nieuwere_versie(wereld, ik, collega, in_log):
    wereld.schrijf("Nieuw")
    client, vraag = in_log(collega), str(wereld.vraag().pk)
    assert client.get(adres(wereld, "klad"), {vraag: "0"}).json()["vragen"][vraag]["tekst"] == "Nieuw"
    assert "tekst" not in client.get(adres(wereld, "klad"), {vraag: "1"}).json()["vragen"][vraag]


def test_peilen_houdt_niemand_ingelogd(wereld, ik, in_log):
    client = in_log(ik)
    assert "sessionid" not in client.get(adres(wereld, "klad"), headers={"X-Achtergrond": "1"}).cookies
    assert "sessionid" in client.get(adres(wereld, "klad")).cookies


# --- the preview ------------------------------------------------------------------------------------------------

GEVAARLIJK = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "[x](javascript:alert(1))",
    "![x](http://boos.example/x.png)",
    "<svg/onload=alert(1)>", "<a href='javascript:alert(1)'>x</a>", "{<script>alert(1)</script>}", "&lt;script&gt;",
    "<iframe srcdoc='<script>1</script>'>", "**<b onclick=alert(1)>**", "<!--<img src=x onerror=alert(1)>-->",
    "<style>*{}</style>",
    "<http://boos.example>", "`<script>`", "<math><mtext></p><script>1</script>", "{{ 7*7 }}", "{% now 'Y' %}",
]  # fmt: skip


@pytest.mark.parametrize("tekst", GEVAARLIJK)
def test_het_voorbeeld_laat_niets_door_dan_de_lichte_opmaak(wereld, ik, in_log, tekst):
    html = in_log(ik).post(adres(wereld, "voorbeeld"), {"tekst": tekst}).text
    mag = r"</?(p|em|strong|ul|ol|li|br|div|h4)( class=\"[\w -]+\")?\s*/?>"
    assert "<" not in re.sub(mag, "", html)
    assert "49" not in html.replace("7*7", "")


def test_het_voorbeeld_vult_cijfers_in_en_telt_woorden(wereld, ik, in_log):
    html = (
        in_log(ik)
        .post(adres(wereld, "voorbeeld"), {"tekst": "**Goed**: {uniek formulieren} mensen.\r\n\r\n- een"})
        .text
    )
    assert "<strong>Goed</strong>" in html
    assert "{uniek" not in html
    assert re.search(r"\d+ mensen", html)
    assert "5 woorden" in html
    html = in_log(ik).post(adres(wereld, "voorbeeld"), {"tekst": "{onzin die niet bestaat} bel 06-12345678"}).text
    assert "Kijk dit nog na" in html
    assert "06-12345678" in html


def test_een_leeg_of_vreemd_voorbeeld(wereld, ik, in_log):
    for tekst in ("", "\0", "{" * 20_000, "*" * 20_000, "- " * 10_000, "é" * 50_000):
        assert in_log(ik).post(adres(wereld, "voorbeeld"), {"tekst": tekst}).status_code == 200


# --- two texts for one answer -----------------------------------------------------------------------------------


def bots(client, wereld, mijn: str = "Kop\n\nDe taalles liep goed.") -> str:
    antwoord = client.post(adres(wereld), formulier(wereld, mijn))
    assert antwoord.status_code == 409
    return antwoord.text


def test_de_botsing_toont_beide_en_wat_er_verschilt(wereld, ik, collega, in_log):
    bewaar(in_log(collega), wereld, "Kop\n\nDe taalles liep heel slecht.", collega)
    client = in_log(ik)
    pagina = bots(client, wereld)
    assert re.search(r"<del>.*?heel slecht\..*?</del><ins>.*?goed\..*?</ins>", pagina, re.S)
    samen = re.search(r"<textarea name=\"vraag-\d+-tekst\"[^>]*>\s*(.*?)</textarea>", pagina, re.S).group(1)
    assert samen == "Kop\n\nDe taalles liep heel slecht.\n\nDe taalles liep goed."
    assert Klad.objects.get().tekst == "Kop\n\nDe taalles liep goed."  # until somebody chose


@pytest.mark.parametrize(
    ("welke", "verwacht", "versie"),
    [("mijn", "Van mij", 2), ("opgeslagen", "Van Fatima", 1), ("samen", "Van ons", 2), (None, "Van ons", 2)],
)
def test_kiezen_bij_een_botsing(wereld, ik, collega, in_log, welke, verwacht, versie):
    bewaar(in_log(collega), wereld, "Van Fatima", collega)
    client = in_log(ik)
    bots(client, wereld, "Van mij")
    keuze = {"welke": welke, "mijn": "Van mij", "mijn_keuze": ""} if welke else {}
    assert client.post(adres(wereld), formulier(wereld, "Van ons", 1, **keuze)).status_code == 302
    antwoord = Antwoord.objects.get()
    assert (antwoord.tekst, antwoord.versie) == (verwacht, versie)
    assert not Klad.objects.exists()


def test_ook_als_een_derde_intussen_schrijft_gaat_niets_verloren(wereld, ik, collega, in_log):
    bewaar(in_log(collega), wereld, "Van Fatima", collega)
    client = in_log(ik)
    bots(client, wereld, "Van mij")
    wereld_derde = gebruiker("Derde", "coordinator", kamer=wereld.kamers["TOP"])
    bewaar(in_log(wereld_derde), wereld, "Van de derde", wereld_derde, 1)
    opnieuw = in_log(ik).post(
        adres(wereld), formulier(wereld, "Van Fatima\n\nVan mij", 1, welke="samen", mijn="Van mij")
    )
    assert opnieuw.status_code == 409
    for tekst in ("Van de derde", "Van mij", "Van Fatima"):
        assert tekst in opnieuw.text
    assert Antwoord.objects.get().tekst == "Van de derde"
    assert Klad.objects.get(gebruiker=ik).tekst == "Van Fatima\n\nVan mij"


def test_verschil_en_samenvoegen_verliezen_geen_woord():
    rng = random.Random(2020)
    woorden = ["de", "taalles", "liep", "goed", "slecht", "\n", "\n\n", "\n\n", "- een", "**vet**", " "]
    for _ in range(400):
        a, b = (" ".join(rng.choices(woorden, k=rng.randrange(12))) for _ in range(2))
        stukken = rustig(verschil(a, b))
        assert "".join(s.tekst for s in stukken if s.soort != "erbij") == a
        assert "".join(s.tekst for s in stukken if s.soort != "weg") == b
        samen = voeg_samen(a, b)
        for alinea in re.split(r"\n\s*\n", f"{a.strip()}\n\n{b.strip()}"):
            assert alinea in samen


# --- asked once -------------------------------------------------------------------------------------------------


def test_het_bureau_schrijft_op_dezelfde_bladzijde(wereld, in_log):
    client, keuze = in_log(wereld.bureau), wereld.vraag(Onderdeel.Soort.KEUZE)
    klad_adres = reverse("rapporten:antwoorden_samen_klad", args=[wereld.rapport.kenmerk])
    inhoud = {"wie": wereld.bureau.pk, "vraag": keuze.pk, "tekst": "Want", "keuze": keuze.keuzes[1], "versie": 0}
    assert client.post(klad_adres, json.dumps(inhoud), content_type="application/json").json()["bewaard"]
    pagina = client.get(reverse("rapporten:antwoorden_samen", args=[wereld.rapport.kenmerk])).text
    assert "We zetten het terug" in pagina
    assert re.search(rf'value="{keuze.keuzes[1]}"[^>]* checked', pagina)
    assert klad_adres in pagina


def test_een_keuze_die_in_een_verbetering_meekomt_blijft_ook_zonder_mogelijkheid(wereld, in_log, monkeypatch):
    """The possibilities of the part were changed in between: who mends the explanation keeps the choice."""
    monkeypatch.setattr(vaststelling, "rapport_pdf", lambda *args: b"%PDF-1.7 proef")
    vraag, client = wereld.vraag(Onderdeel.Soort.KEUZE), in_log(wereld.bureau)
    oud = vraag.keuzes[0]
    antwoorden.beantwoord(
        rapport=wereld.rapport, onderdeel=vraag, kamer=None, tekst="Omdat", keuze=oud, door=wereld.bureau
    )
    wereld.stel_vast()
    wereld.rapport.refresh_from_db()
    vraag.keuzes = ["Ja, met een wijziging", "Nee"]
    vraag.save()
    nieuw = vaststelling.maak_verbetering(rapport=wereld.rapport, reden="Een tikfout", door=wereld.bureau)
    bladzijde = reverse("rapporten:antwoorden_samen", args=[nieuw.kenmerk])
    assert re.search(rf'value="{oud}"[^>]* checked', client.get(bladzijde).text)
    veld = f"vraag-{vraag.pk}"
    gepost = {f"{veld}-tekst": "Omdat het kan", f"{veld}-keuze": oud, f"{veld}-versie": nieuw.antwoorden.get().versie}
    assert client.post(bladzijde, gepost).status_code == 302
    antwoord = nieuw.antwoorden.get()
    assert (antwoord.tekst, antwoord.keuze) == ("Omdat het kan", oud)
    wat = {"rapport": nieuw, "onderdeel": vraag, "kamer": None, "versie": antwoord.versie, "door": wereld.bureau}
    antwoorden.bewaar_klad(**wat, tekst="Omdat het", keuze=oud)
    assert Klad.objects.get().keuze == oud
    # What is chosen is printed among the possibilities.
    (deel,) = [deel for deel in stel_samen(nieuw).delen if deel.soort == Onderdeel.Soort.KEUZE]
    assert (deel.keuzes, deel.teksten[0].keuze) == (("Ja, met een wijziging", "Nee", oud), oud)
    # Who chose something else cannot go back to it.
    antwoorden.beantwoord(**wat, tekst="Toch niet", keuze="Nee")
    with pytest.raises(ValidationError):
        antwoorden.beantwoord(**wat | {"versie": antwoord.versie + 1}, tekst="Omdat", keuze=oud)


# --- what was answered before -----------------------------------------------------------------------------------


def test_het_antwoord_van_de_vorige_keer_staat_erbij(wereld, ik, in_log, monkeypatch):
    monkeypatch.setattr(vaststelling, "rapport_pdf", lambda *args: b"%PDF-1.7 proef")
    wereld.schrijf("Toen kwamen er {uniek formulieren} mensen.")
    wereld.schrijf("Geheim van een ander", kamer="De Verbinding")
    eerste = wereld.rapport

    def volgende(jaar: int) -> Rapport:
        return vaststelling.maak_rapport(
            sjabloon=eerste.sjabloon, afspraak=eerste.afspraak, titel=f"Later {jaar}", van=date(jaar, 1, 1),
            tm=date(jaar, 6, 30), kamers=[wereld.kamers["TOP"]], deelperioden=[], door=wereld.bureau,
        )  # fmt: skip

    wereld.rapport = volgende(2022)
    assert "Toen kwamen er" not in in_log(ik).get(adres(wereld)).text  # not adopted yet
    nu, wereld.rapport = wereld.rapport, eerste
    wereld.stel_vast()
    wereld.rapport = nu
    pagina = in_log(ik).get(adres(wereld)).text
    assert "Antwoord in Tussenevaluatie 2020" in pagina
    assert re.search(r"Toen kwamen er \d+ mensen", pagina)
    assert "Geheim van een ander" not in pagina


def test_beantwoorden_na_ter_controle_bewaart_het_klad_niet_als_antwoord(wereld, ik):
    klad(wereld, "Nog niet", ik)
    vaststelling.leg_ter_controle(rapport=wereld.rapport, door=wereld.bureau)
    with pytest.raises(Geweigerd):
        wereld.schrijf("Te laat")
    assert Klad.objects.get().tekst == "Nog niet"
