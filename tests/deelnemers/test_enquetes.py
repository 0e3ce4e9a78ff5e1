"""The management of enquêtes: who sees which, what is shown when, the poster, and counts from paper."""

from __future__ import annotations

import re
from datetime import timedelta
from html import unescape
from types import SimpleNamespace
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buurtwerkkamers import deurtaal
from buurtwerkkamers.models import Stelling
from buurtwerkkamers.perioden import Periode
from deelnemers import enquetestand
from deelnemers.models import Enquete, Enquetetelling
from deelnemers.registratie.enquetes import doe_mee, maak_enquete, tel_papier
from deelnemers.tellingen import tel_enquetes
from deelnemers.tellingen.enquetes import ALLE
from tests.deelnemers.wereld import dagen_terug, ingelogd, maak_wereld, vandaag
from tests.fabrieken import maak_gebruiker, systeem

pytestmark = pytest.mark.django_db


@pytest.fixture
def w() -> SimpleNamespace:
    """The small world with an enquête that is open, at both kamers."""
    w = maak_wereld()
    w.eens, w.cijfer = Stelling.objects.get(code="vertrouwen"), Stelling.objects.get(code="inzet")
    w.enquete = maak(w, "Bewoners", {w.top: 30, w.elders: None})
    w.deel = w.enquete.enquetekamers.get(kamer=w.top)
    return w


def maak(w, naam: str, kamers, *, van: int = -20, tm: int = 5, vragen=None) -> Enquete:
    return maak_enquete(
        naam=naam, doelgroep="bewoners", van=dag(van), tm=dag(tm), vragen=vragen or [w.eens, w.cijfer], kamers=kamers,
        door=systeem(),
    )  # fmt: skip


def dag(verschil: int):
    return vandaag() + timedelta(days=verschil)


def tel(w, enquete: Enquete, kamer, eens: dict[int, int], cijfer: dict[int, int] | None = None) -> None:
    """Paper counts: how often each answer was given."""
    aantallen = {(w.eens.pk, a): n for a, n in eens.items()} | {(w.cijfer.pk, a): n for a, n in (cijfer or {}).items()}
    samen = max(sum(eens.values()), sum((cijfer or {}).values()))
    tel_papier(enquete.enquetekamers.get(kamer=kamer), formulieren=samen, aantallen=aantallen, door=systeem())


def sluit(enquete: Enquete) -> None:
    Enquete.objects.filter(pk=enquete.pk).update(tm=dagen_terug(1))


def post_data(w, **anders) -> dict:
    data = {
        "naam": "Nieuw", "doelgroep": "bewoners", "van": dag(0).isoformat(), "tm": dag(30).isoformat(),
        f"kamer_{w.top.pk}": "on", f"uitgenodigd_{w.top.pk}": "25", f"plaats_{w.cijfer.pk}": "1",
        f"plaats_{w.eens.pk}": "2",
    }  # fmt: skip
    return {naam: waarde for naam, waarde in (data | anders).items() if waarde is not None}


# --- the list


def test_wie_welke_enquetes_ziet(w):
    maak(w, "Alleen elders", {w.elders: None})
    assert "Alleen elders" in ingelogd(w.bureau).get("/enquetes/").text
    lijst = ingelogd(w.coordinator).get("/enquetes/").text
    assert "Bewoners" in lijst
    assert "Alleen elders" not in lijst
    for rol in (w.deur, w.gemeente, w.corporatie, w.penningmeester, w.beheerder):
        assert ingelogd(rol).get("/enquetes/").status_code == 403
    assert "Nieuwe enquête" not in lijst
    assert ingelogd(w.coordinator).get("/enquetes/nieuw/").status_code == 403


def test_de_laatste_staat_bovenaan(w):
    maak(w, "Allang voorbij", {w.top: None}, tm=-10)
    maak(w, "Zo open", {w.top: None}, tm=60)
    lijst = ingelogd(w.coordinator).get("/enquetes/").text
    assert lijst.index("Zo open") < lijst.index("Bewoners") < lijst.index("Allang voorbij")


def test_een_lege_lijst_zegt_wat_te_doen(w):
    Enquete.objects.all().delete()
    assert "Nieuwe enquête" in ingelogd(w.bureau).get("/enquetes/").text


def test_de_lijst_kost_evenveel_bij_een_en_bij_drie(w):
    client = ingelogd(w.bureau)
    client.get("/enquetes/")
    aantallen = []
    for namen in ([], ["Twee", "Drie"]):
        for naam in namen:
            maak(w, naam, {w.top: 3, w.elders: None})
        with CaptureQueriesContext(connection) as geteld:
            client.get("/enquetes/?sort=ingevuld")
        aantallen.append(len(geteld))
    assert aantallen[0] == aantallen[1]


def test_de_lijst_telt_alleen_de_eigen_kamer(w):
    tel(w, w.enquete, w.top, {4: 7})
    tel(w, w.enquete, w.elders, {4: 9})
    mijn = enquetestand.met_aantallen(Enquete.objects.all(), [w.top]).get()
    alle = enquetestand.met_aantallen(Enquete.objects.all(), [w.top, w.elders]).get()
    assert (mijn.ingevuld, mijn.uitgenodigd, alle.ingevuld, alle.uitgenodigd) == (7, 30, 16, 30)


# --- making and changing


def test_een_nieuwe_enquete_maken(w):
    antwoord = ingelogd(w.bureau).post("/enquetes/nieuw/", post_data(w))
    nieuw = Enquete.objects.get(naam="Nieuw")
    assert antwoord.url == nieuw.get_absolute_url()
    assert [v.stelling for v in nieuw.enquetevragen.all()] == [w.cijfer, w.eens]
    assert [(d.kamer, d.uitgenodigd) for d in nieuw.enquetekamers.all()] == [(w.top, 25)]


@pytest.mark.parametrize(
    ("anders", "fout"),
    [
        ({"naam": ""}, "Geef de enquête een naam."),
        ({"naam": "BEWONERS"}, "Er is al een enquête met deze naam."),
        ({"naam": "\0"}, "Null"),
        ({"doelgroep": "iedereen"}, "Kies voor wie de enquête is."),
        ({"doelgroep": None}, "Kies voor wie de enquête is."),
        ({"van": ""}, "Kies de eerste dag."),
        ({"tm": ""}, "Kies de laatste dag."),
        ({"tm": "31-2-2026"}, "Schrijf de dag zoals 14-3-2020."),
        ({"tm": "2019-01-01"}, "De laatste dag ligt voor de eerste."),
        ({"kamer": None}, "Kies minstens één kamer."),
        ({"uitgenodigd": "veel"}, "Vul een heel getal in van 0 tot en met 100000."),
        ({"uitgenodigd": "-1"}, "Vul een heel getal in van 0 tot en met 100000."),
        ({"uitgenodigd": "9" * 30}, "Vul een heel getal in van 0 tot en met 100000."),
        ({"plaatsen": None}, "Kies minstens één vraag"),
    ],
)
def test_wat_niet_klopt_wordt_gezegd(w, anders, fout):
    namen = {
        "kamer": [f"kamer_{w.top.pk}"], "uitgenodigd": [f"uitgenodigd_{w.top.pk}"],
        "plaatsen": [f"plaats_{w.cijfer.pk}", f"plaats_{w.eens.pk}"],
    }  # fmt: skip
    velden = {veld: waarde for naam, waarde in anders.items() for veld in namen.get(naam, [naam])}
    antwoord = ingelogd(w.bureau).post("/enquetes/nieuw/", post_data(w, **velden))
    assert antwoord.status_code == 422
    assert fout in unescape(antwoord.text)
    assert not Enquete.objects.filter(naam="Nieuw").exists()


def test_wijzigen_voor_en_na_de_eerste_antwoorden(w):
    client, adres = ingelogd(w.bureau), reverse("enquetes:wijzig", args=[w.enquete.pk])
    form = client.get(adres)
    assert f'name="plaats_{w.eens.pk}" value="1"' in re.sub(r' (?!name|value)[a-z-]+="[^"]*"', "", form.text)
    client.post(adres, post_data(w, naam="Anders", **{f"plaats_{w.eens.pk}": ""}))
    w.enquete.refresh_from_db()
    assert (w.enquete.naam, list(w.enquete.vragen.all())) == ("Anders", [w.cijfer])
    doe_mee(w.enquete.enquetekamers.get(), briefje=uuid4(), antwoorden={w.cijfer.pk: 8})
    form = client.get(adres)
    assert "plaats_" not in form.text
    assert "staan daarom vast" in form.text
    client.post(adres, post_data(w, naam="Langer", tm=dag(60).isoformat()))
    w.enquete.refresh_from_db()
    assert (w.enquete.naam, w.enquete.tm, w.enquete.van) == ("Langer", dag(60), dag(0))
    assert list(w.enquete.vragen.all()) == [w.cijfer], "wat gevraagd is verandert niet meer"


def test_een_enquete_die_voorbij_is_gaat_niet_meer_open(w):
    tel(w, w.enquete, w.top, {4: 7})
    sluit(w.enquete)
    adres = reverse("enquetes:wijzig", args=[w.enquete.pk])
    data = post_data(w, **{f"kamer_{w.elders.pk}": "on"})
    antwoord = ingelogd(w.bureau).post(adres, data)
    assert antwoord.status_code == 422
    assert "gaat niet meer open" in antwoord.text


def test_eerder_sluiten_na_een_vraag(w):
    client, adres = ingelogd(w.bureau), reverse("enquetes:sluit", args=[w.enquete.pk])
    assert "Ja, sluiten" in client.get(adres).text
    w.enquete.refresh_from_db()
    assert w.enquete.tm == dag(5)
    client.post(adres)
    w.enquete.refresh_from_db()
    assert w.enquete.tm == dagen_terug(1)
    assert "al gesloten" in client.post(adres, follow=True).text


def test_verwijderen_kan_tot_het_eerste_antwoord(w):
    client, adres = ingelogd(w.bureau), reverse("enquetes:weg", args=[w.enquete.pk])
    tel(w, w.enquete, w.top, {4: 1})
    assert "heeft antwoorden" in client.post(adres, follow=True).text
    assert Enquete.objects.exists()
    tel(w, w.enquete, w.top, {})
    client.post(adres)
    assert not Enquete.objects.exists()


# --- what is shown


def test_zolang_hij_open_is_ziet_iedereen_alleen_hoeveel(w):
    tel(w, w.enquete, w.top, {5: 9, 1: 3}, {9: 12})
    for wie in (w.bureau, w.coordinator):
        pagina = ingelogd(wie).get(w.enquete.get_absolute_url()).text
        assert 'data-label="Ingevuld">12<' in pagina
        assert "75,0" not in pagina
        assert "verdeling" not in pagina
        assert "De uitkomst ziet u na" in pagina
    assert enquetestand.lees(w.enquete, [w.top])[0].vragen == ()


def test_na_de_laatste_dag_staat_de_uitkomst_er(w):
    tel(w, w.enquete, w.top, {5: 7, 4: 2, 1: 3}, {9: 10, 6: 1})
    sluit(w.enquete)
    pagina = unescape(ingelogd(w.coordinator).get(w.enquete.get_absolute_url()).text)
    assert "75,0%" in pagina
    assert "is het eens: 9 op 12<" in pagina
    assert "<strong>8,7</strong>" in pagina  # 96 / 11
    assert '<rect x="0" y="0" width="58" height="10"/>' in pagina
    assert "Deed mee</th>" in pagina
    assert 'data-label="Deed mee">40%' in pagina


def test_onder_vijf_antwoorden_staat_er_niets_per_vraag(w):
    tel(w, w.enquete, w.top, {5: 4}, {9: 5})
    sluit(w.enquete)
    [uitslag] = enquetestand.lees(Enquete.objects.get(), [w.top])
    assert [vraag.reden for vraag in uitslag.vragen] == ["Te weinig antwoorden: minder dan 5.", ""]
    pagina = ingelogd(w.coordinator).get(w.enquete.get_absolute_url()).text
    assert "Te weinig antwoorden" in pagina
    assert "100" not in pagina.split("Ik heb meer vertrouwen")[1].split("Welk cijfer")[0]


@pytest.mark.parametrize(("klein", "verraadt"), [(0, False), (1, True), (4, True), (5, False)])
def test_het_totaal_verraadt_niet_wat_bij_een_kamer_verborgen_is(w, klein, verraadt):
    tel(w, w.enquete, w.top, {5: 20})
    tel(w, w.enquete, w.elders, {1: klein})
    sluit(w.enquete)
    samen = enquetestand.lees(Enquete.objects.get(), [w.top, w.elders])[-1]
    assert samen.kamer is None
    assert bool(samen.vragen[0].reden) is verraadt
    assert (samen.ingevuld, samen.uitgenodigd) == (20 + klein, None)


def test_de_uitslag_kost_evenveel_bij_een_kamer_als_bij_twee(w):
    sluit(w.enquete)
    deze = Enquete.objects.get()
    aantallen = []
    for kamers in ([w.top], [w.top, w.elders]):
        with CaptureQueriesContext(connection) as geteld:
            enquetestand.lees(deze, kamers)
        aantallen.append(len(geteld))
    assert aantallen == [3, 3]


def test_meer_formulieren_dan_mensen_valt_op(w):
    tel(w, w.enquete, w.top, {5: 31})
    assert "meer formulieren dan mensen" in ingelogd(w.coordinator).get(w.enquete.get_absolute_url()).text


def test_een_coordinator_ziet_alleen_de_eigen_kamer(w):
    tel(w, w.enquete, w.elders, {5: 20})
    sluit(w.enquete)
    pagina = ingelogd(w.coordinator).get(w.enquete.get_absolute_url()).text
    assert "Elders" not in pagina
    alleen_elders = maak(w, "Alleen elders", {w.elders: None})
    client = ingelogd(w.coordinator)
    assert client.get(alleen_elders.get_absolute_url()).status_code == 404
    for naam in ("affiche", "papier", "formulier"):
        assert client.get(reverse(f"enquetes:{naam}", args=[w.enquete.pk, "elders"])).status_code == 404


@pytest.mark.parametrize("pk", [0, 10**12, 10**30])
def test_een_nummer_dat_er_niet_is(w, pk):
    assert ingelogd(w.bureau).get(f"/enquetes/{pk}/").status_code == 404


# --- poster and paper


def test_de_affiche_heeft_code_adres_en_vijf_talen(w):
    pagina = ingelogd(w.coordinator).get(reverse("enquetes:affiche", args=[w.enquete.pk, "top"])).text
    assert '<svg viewBox="' in pagina
    assert f"testserver{w.deel.get_absolute_url()}" in pagina
    for taal in deurtaal.TALEN:
        assert deurtaal.tekst("enquete.affiche", taal) in unescape(pagina)


@pytest.mark.parametrize("taal", [*deurtaal.TALEN, "xx"])
def test_het_papieren_formulier_in_elke_taal(w, taal):
    client, adres = ingelogd(w.coordinator), reverse("enquetes:formulier", args=[w.enquete.pk, "top"])
    pagina = unescape(client.get(adres, {"taal": taal}).text)
    assert w.eens.tekst_in(deurtaal.bekende_taal(taal)) in pagina
    assert deurtaal.tekst("enquete.papier", deurtaal.bekende_taal(taal)) in pagina


def test_papier_tellen_en_opnieuw_tellen(w):
    client, adres = ingelogd(w.coordinator), reverse("enquetes:papier", args=[w.enquete.pk, "top"])
    data = {"formulieren": 6, "uitgenodigd": 40, f"a_{w.eens.pk}_4": 6, f"a_{w.cijfer.pk}_10": 2}
    assert client.post(adres, data).url == w.enquete.get_absolute_url()
    form = client.get(adres).text
    assert re.search(rf'name="a_{w.eens.pk}_4" value="6"', form)
    client.post(adres, {**data, "formulieren": 7, f"a_{w.cijfer.pk}_10": ""})
    w.deel.refresh_from_db()
    stand = {(t.stelling_id, t.waarde): t.aantal for t in Enquetetelling.objects.filter(aantal__gt=0)}
    assert (stand, w.deel.uitgenodigd) == ({(None, None): 7, (w.eens.pk, 4): 6}, 40)


@pytest.mark.parametrize(
    ("velden", "fout"),
    [
        ({}, "Vul in hoeveel formulieren er zijn."),
        ({"formulieren": "drie"}, "Vul een heel getal in van 0 tot en met 10000."),
        ({"formulieren": "99999"}, "Vul een heel getal in van 0 tot en met 10000."),
        ({"formulieren": "3", "vraag": "4"}, "Vraag 1 heeft 4 antwoorden, maar er zijn 3 formulieren."),
        ({"formulieren": "1", "vraag": "2"}, "Vraag 1 heeft 2 antwoorden, maar er is 1 formulier."),
        ({"formulieren": "3", "vraag": "-1"}, "Vul een heel getal in van 0 tot en met 10000."),
    ],
)
def test_papier_dat_niet_klopt(w, velden, fout):
    adres = reverse("enquetes:papier", args=[w.enquete.pk, "top"])
    data = {f"a_{w.eens.pk}_5" if naam == "vraag" else naam: waarde for naam, waarde in velden.items()}
    antwoord = ingelogd(w.coordinator).post(adres, data)
    assert antwoord.status_code == 422
    assert fout in unescape(antwoord.text)
    assert not Enquetetelling.objects.filter(aantal__gt=0).exists()


def _stand(pagina: str) -> str:
    return re.search(r'name="stand" value="([^"]+)"', pagina)[1]


def test_wie_tegelijk_papier_telt_ziet_wat_de_ander_opsloeg(w):
    """Both had the page open. Who is second loses nothing, and neither does who was first."""
    een, twee = ingelogd(w.coordinator), ingelogd(maak_gebruiker("coordinator", kamer=w.top))
    adres, vier, tien = (
        reverse("enquetes:papier", args=[w.enquete.pk, "top"]),
        f"a_{w.eens.pk}_4",
        f"a_{w.cijfer.pk}_10",
    )
    geopend = _stand(een.get(adres).text)
    assert geopend == _stand(twee.get(adres).text)
    eerste = {"stand": geopend, "formulieren": 6, "uitgenodigd": 40, vier: 6, tien: 2}
    assert een.post(adres, eerste).status_code == 302
    assert een.post(adres, eerste).status_code == 302, "twee keer drukken is geen ander"
    tweede = {"stand": geopend, "formulieren": 4, "uitgenodigd": 40, vier: 3, tien: 2}
    antwoord = twee.post(adres, tweede)
    pagina = unescape(antwoord.text)
    assert antwoord.status_code == 422
    assert "Iemand anders heeft intussen andere aantallen opgeslagen." in pagina
    assert "Er zijn 6 papieren formulieren geteld." in pagina
    for naam, eigen, staat_er in ((vier, 3, 6), ("formulieren", 4, 6)):
        assert re.search(rf'name="{naam}" value="{eigen}"', pagina), "wat u zelf invulde staat er nog"
        assert re.search(rf'id="id_{naam}_helptext"[^>]*>\s*Er staat nu: {staat_er}', pagina)
    assert pagina.count("Er staat nu: ") == 2, "wat gelijk is, wordt niet nog eens gezegd"
    assert _papier(w) == {None: 6, (w.eens.pk, 4): 6, (w.cijfer.pk, 10): 2}
    samen = tweede | {"stand": _stand(pagina), "formulieren": 10, vier: 9, tien: 4}
    assert twee.post(adres, samen).status_code == 302
    assert _papier(w) == {None: 10, (w.eens.pk, 4): 9, (w.cijfer.pk, 10): 4}


def test_ook_een_ander_aantal_genodigden_gaat_niet_ongezien_weg(w):
    client, adres = ingelogd(w.coordinator), reverse("enquetes:papier", args=[w.enquete.pk, "top"])
    geopend = _stand(client.get(adres).text)
    assert client.post(adres, {"stand": geopend, "formulieren": 1, "uitgenodigd": 40}).status_code == 302
    antwoord = client.post(adres, {"stand": geopend, "formulieren": 1, "uitgenodigd": 30})
    assert antwoord.status_code == 422
    assert "Er staat nu: 40" in antwoord.text
    w.deel.refresh_from_db()
    assert w.deel.uitgenodigd == 40


def _papier(w) -> dict[tuple[int, int] | None, int]:
    rijen = Enquetetelling.objects.filter(enquetekamer=w.deel, herkomst="papier", aantal__gt=0)
    return {(t.stelling_id, t.waarde) if t.stelling_id else None: t.aantal for t in rijen}


def test_papier_voor_het_begin_kan_niet(w):
    later = maak(w, "Later", {w.top: None}, van=3)
    antwoord = ingelogd(w.coordinator).get(reverse("enquetes:papier", args=[later.pk, "top"]), follow=True)
    assert "gaat pas open op" in antwoord.text


# --- questions


def test_een_vraag_maken_en_vertalen(w):
    client = ingelogd(w.bureau)
    data = {"tekst": "Voelt u zich hier welkom?", "soort": "stelling", "tekst_tr": "Hoş geldiniz?"}
    assert client.post("/enquetes/vragen/nieuw/", data).status_code == 302
    stelling = Stelling.objects.get(tekst_tr="Hoş geldiniz?")
    adres = reverse("enquetes:vraag", args=[stelling.pk])
    client.post(adres, {"tekst": "Voelt u zich welkom?", "tekst_en": "Do you feel welcome?"})
    stelling.refresh_from_db()
    assert (stelling.tekst, stelling.tekst_en, stelling.tekst_tr) == (
        "Voelt u zich welkom?",
        "Do you feel welcome?",
        "",
    )
    assert not stelling.in_gebruik
    assert "niet meer te kiezen" in client.get("/enquetes/vragen/").text
    assert "Voelt u zich welkom?" not in client.get("/enquetes/nieuw/").text
    for leeg in ({}, {"tekst": "x" * 301, "soort": "raar"}):
        assert client.post("/enquetes/vragen/nieuw/", leeg).status_code == 422


def test_een_beantwoorde_vraag_houdt_zijn_tekst(w):
    tel(w, w.enquete, w.top, {5: 1})
    client, adres = ingelogd(w.bureau), reverse("enquetes:vraag", args=[w.eens.pk])
    assert "staat daarom vast" in client.get(adres).text
    oud = w.eens.tekst
    client.post(adres, {"tekst": "Iets anders", "tekst_en": "New", "in_gebruik": "on"})
    w.eens.refresh_from_db()
    assert (w.eens.tekst, w.eens.tekst_en) == (oud, "New")


def test_met_verzonnen_papier_is_geen_antwoord_van_een_telefoon_te_zien(w):
    """Who types the paper knows it: digital answers need to be enough by themselves, also in figures elsewhere."""
    tel(w, w.enquete, w.top, {1: 6})
    periode = Periode(dagen_terug(20), vandaag())
    for aantal in range(1, 6):
        Enquete.objects.update(tm=dag(5))
        doe_mee(w.deel, briefje=uuid4(), antwoorden={w.eens.pk: 5})
        sluit(w.enquete)
        [uitslag] = enquetestand.lees(Enquete.objects.get(), [w.top])
        assert (uitslag.vragen[0].reden == "") is (aantal == 5)
        uitkomst = tel_enquetes([w.top], periode)[w.top.pk, w.eens.pk, ALLE]
        assert (uitkomst.toonbaar, uitkomst.ingevuld) == (aantal == 5, 6 + aantal)
