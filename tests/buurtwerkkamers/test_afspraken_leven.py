"""The life of an agreement: concept, signed, next version, next year; what was signed never changes."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from buurtwerkkamers import afspraken
from buurtwerkkamers.afspraken import Ondertekenaar
from buurtwerkkamers.forms_afspraken import voorstel_volgend_jaar
from buurtwerkkamers.importeren.ongedaan import InDeWeg, maak_ongedaan
from buurtwerkkamers.importeren.soort import soorten
from buurtwerkkamers.importeren.verloop import Uitslag, importeer
from buurtwerkkamers.models import Afspraak, Indicator, Inlezing, Oordeel, Overleg, Streefwaarde
from buurtwerkkamers.models.bewaking import GETEKEND
from buurtwerkkamers.schrijven import Geweigerd
from tests.fabrieken import Huis, Rol, maak_afspraak, maak_huis, maak_indicator, systeem

pytestmark = pytest.mark.django_db
GETEKEND_OP = date(2020, 3, 24)


@pytest.fixture
def huis() -> Huis:
    return maak_huis()


@pytest.fixture
def concept(huis: Huis) -> Afspraak:
    afspraak = maak_afspraak(partijen=[huis.gemeente, huis.corporatie])
    maak_indicator(afspraak, "Sleutelhouders", doelen={huis.eigen: "> 20", huis.ander: "> 15"}, groep="OUTPUT")
    maak_indicator(afspraak, "Minder overlast", doelen={huis.eigen: "> 10 op 20"}, groep="IMPACT", corporatie=True)
    maak_indicator(afspraak, "Klussen", doelen={huis.eigen: "60", huis.ander: "10"}, groep="OUTPUT")
    return afspraak


@pytest.fixture
def afspraak(concept: Afspraak) -> Afspraak:
    return afspraken.onderteken(concept, getekend_op=GETEKEND_OP, door=systeem())


def als_bureau(client: Client, huis: Huis) -> Client:
    client.force_login(huis.gebruikers[Rol.BUREAU])
    return client


def inhoud(afspraak: Afspraak) -> list[tuple[Any, ...]]:
    """Everything that was signed."""
    doelen = Streefwaarde.objects.filter(indicator__afspraak=afspraak).order_by("indicator__volgorde", "kamer__naam")
    velden = ("indicator__groep", "indicator__naam", "indicator__eenheid", "kamer", "tekst", "operator", "waarde")
    return list(doelen.values_list(*velden))


# --- what was signed stays --------------------------------------------------------------------------------------

VERBODEN = {
    "naam": "UPDATE buurtwerkkamers_afspraak SET naam = 'Anders'",
    "versie": "UPDATE buurtwerkkamers_afspraak SET versie = 9",
    "dagen": "UPDATE buurtwerkkamers_afspraak SET tm = '2021-12-31'",
    "zonder dagen": "UPDATE buurtwerkkamers_afspraak SET van = NULL, tm = NULL",
    "vorige": "UPDATE buurtwerkkamers_afspraak SET vorige_id = id",
    "reden": "UPDATE buurtwerkkamers_afspraak SET reden = 'Achteraf'",
    "niet meer getekend": "UPDATE buurtwerkkamers_afspraak SET getekend_op = NULL",
    "weg": "DELETE FROM buurtwerkkamers_afspraak",
    "indicator erbij": (
        "INSERT INTO buurtwerkkamers_indicator (afspraak_id, groep, naam, eenheid, volgorde, meetregel, corporatie, "
        "klussoort, organisatiesoort) SELECT id, 'G', 'Nieuw', '', 99, '', false, '', '' FROM buurtwerkkamers_afspraak"
    ),
    "indicator weg": "DELETE FROM buurtwerkkamers_indicator",
    "groep": "UPDATE buurtwerkkamers_indicator SET groep = 'ANDERS'",
    "naam indicator": "UPDATE buurtwerkkamers_indicator SET naam = naam || '!'",
    "eenheid": "UPDATE buurtwerkkamers_indicator SET eenheid = 'iets'",
    "volgorde": "UPDATE buurtwerkkamers_indicator SET volgorde = volgorde + 1",
    "doel": "UPDATE buurtwerkkamers_streefwaarde SET tekst = '> 1'",
    "gelezen doel": "UPDATE buurtwerkkamers_streefwaarde SET waarde = 1",
    "doel weg": "DELETE FROM buurtwerkkamers_streefwaarde",
}


@pytest.mark.parametrize("wat", VERBODEN)
def test_wat_getekend_is_verandert_langs_geen_enkele_weg(afspraak: Afspraak, wat: str) -> None:
    voor = inhoud(afspraak)
    with pytest.raises(IntegrityError, match="getekend"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(VERBODEN[wat])
    assert inhoud(afspraak) == voor


@pytest.mark.parametrize("wat", [w for w in VERBODEN if w != "weg"])
def test_een_concept_verandert_wel(concept: Afspraak, wat: str) -> None:
    if wat == "indicator weg":
        Streefwaarde.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(VERBODEN[wat])
        assert cursor.rowcount


def test_een_doel_erbij_of_naar_een_andere_afspraak_kan_niet(huis: Huis, afspraak: Afspraak) -> None:
    los = maak_indicator(maak_afspraak("Los"), "Los", doelen={huis.eigen: "5"})
    with pytest.raises(IntegrityError, match="getekend"), transaction.atomic():
        Streefwaarde.objects.create(
            indicator=Indicator.objects.get(naam="Minder overlast"), kamer=huis.ander, tekst="5"
        )
    with pytest.raises(IntegrityError, match="getekend"), transaction.atomic():
        Indicator.objects.filter(pk=los.pk).update(afspraak=afspraak)
    with pytest.raises(IntegrityError, match="getekend"), transaction.atomic():
        Streefwaarde.objects.filter(indicator=los).update(indicator=Indicator.objects.get(naam="Klussen"))


def test_hoe_er_gemeten_wordt_en_de_merken_blijven_vrij(client: Client, huis: Huis, afspraak: Afspraak) -> None:
    sleutel, klus = (Indicator.objects.get(naam=naam) for naam in ("Sleutelhouders", "Klussen"))
    als_bureau(client, huis)
    adres = reverse("afspraken:indicator", args=[afspraak.pk, sleutel.pk])
    # What is posted of the signed fields is not looked at.
    gestuurd = {"meetregel": "leden", "naam": "Anders", "groep": "X", f"doel_{huis.eigen.pk}": "> 999"}
    assert client.post(adres, gestuurd).status_code == 302
    client.post(reverse("afspraken:merken", args=[afspraak.pk]), {f"merk_{klus.pk}": "ja", f"merk_{sleutel.pk}": "ja"})
    sleutel.refresh_from_db()
    assert (sleutel.meetregel, sleutel.naam, sleutel.groep, sleutel.corporatie) == (
        "leden",
        "Sleutelhouders",
        "OUTPUT",
        True,
    )
    assert set(Indicator.objects.filter(corporatie=True)) == {sleutel, klus}, (
        "wat niet is aangevinkt, is geen merk meer"
    )
    assert Streefwaarde.objects.get(indicator=sleutel, kamer=huis.eigen).tekst == "> 20"


@pytest.mark.parametrize("naam", ["volgorde", "doelen", "verwijder", "indicator_nieuw"])
def test_een_pagina_die_verandert_wat_getekend_is_stuurt_terug(
    client: Client, huis: Huis, afspraak: Afspraak, naam: str
) -> None:
    antwoord = als_bureau(client, huis).get(reverse(f"afspraken:{naam}", args=[afspraak.pk]), follow=True)
    assert antwoord.redirect_chain == [(afspraak.get_absolute_url(), 302)]
    assert GETEKEND in antwoord.content.decode()


def test_van_een_getekende_afspraak_wijzigen_alleen_de_partijen(client: Client, huis: Huis, afspraak: Afspraak) -> None:
    kop = {"naam": "Anders", "van": "2021-01-01", "tm": "2021-12-31", "partijen": [huis.gemeente.pk]}
    kop["financiers"] = [huis.corporatie.pk]
    als_bureau(client, huis).post(reverse("afspraken:wijzig", args=[afspraak.pk]), kop)
    afspraak.refresh_from_db()
    assert (afspraak.naam, afspraak.van) == ("Samenwerkingsafspraak 2020", date(2020, 1, 1))
    assert [*afspraak.partijen.all(), *afspraak.financiers.all()] == [huis.gemeente, huis.corporatie]


# --- signing ----------------------------------------------------------------------------------------------------


def test_tekenen_is_een_eigen_stap_met_wie_en_wanneer(client: Client, huis: Huis, concept: Afspraak) -> None:
    adres = reverse("afspraken:ondertekenen", args=[concept.pk])
    als_bureau(client, huis)
    wie = {
        f"org{huis.gemeente.pk}-tekent": "on",
        f"org{huis.gemeente.pk}-naam": "M. Vonk",
        f"org{huis.gemeente.pk}-functie": "gebiedsmanager",
        f"org{huis.gemeente.pk}-getekend_op": "2020-03-20",
        f"org{huis.corporatie.pk}-tekent": "on",
    }
    client.post(adres, {**wie, "doe": "bewaren"})
    concept.refresh_from_db()
    assert concept.is_concept, "opslaan is nog geen tekenen"
    rijen = concept.ondertekeningen.order_by("organisatie__naam").values_list("organisatie", "naam", "getekend_op")
    assert list(rijen) == [(huis.gemeente.pk, "M. Vonk", date(2020, 3, 20)), (huis.corporatie.pk, "", None)]
    client.post(adres, {"doe": "bewaren"})
    assert not concept.ondertekeningen.exists(), "wie niet is aangevinkt, tekent niet"
    client.post(adres, {**wie, "doe": "tekenen", "getekend_op": "2020-03-24"})
    concept.refresh_from_db()
    assert concept.getekend_op == GETEKEND_OP
    tekst = client.get(concept.get_absolute_url()).content.decode()
    assert "M. Vonk" in tekst
    assert "1 van de 2 organisaties" in tekst


def test_tekenen_zegt_wat_er_mist(client: Client, huis: Huis, concept: Afspraak) -> None:
    adres = reverse("afspraken:ondertekenen", args=[concept.pk])
    als_bureau(client, huis)
    morgen = timezone.localdate() + timedelta(days=1)
    for gestuurd, fout in (
        ({"getekend_op": ""}, "Vul de dag in waarop de afspraak getekend is."),
        ({"getekend_op": str(morgen)}, "ligt in de toekomst"),
        (
            {"getekend_op": "2020-03-24", f"org{huis.gemeente.pk}-naam": "M. Vonk"},
            "Vink aan dat Gemeente Voorbeeld tekent",
        ),
        (
            {
                "getekend_op": "2020-03-24",
                f"org{huis.gemeente.pk}-tekent": "on",
                f"org{huis.gemeente.pk}-getekend_op": str(morgen),
            },
            "Deze dag ligt in de toekomst",
        ),
    ):
        assert fout in client.post(adres, {"doe": "tekenen", **gestuurd}).content.decode(), gestuurd
    concept.refresh_from_db()
    assert concept.is_concept
    assert not concept.ondertekeningen.exists(), "alles of niets"


def test_zonder_dagen_of_indicatoren_is_er_niets_te_tekenen(huis: Huis) -> None:
    leeg = maak_afspraak("Leeg")
    with pytest.raises(Geweigerd, match="geen indicatoren"):
        afspraken.onderteken(leeg, getekend_op=GETEKEND_OP, door=systeem())
    zonder = maak_afspraak("Zonder dagen", van=None, tm=None)
    maak_indicator(zonder, "Klussen")
    with pytest.raises(Geweigerd, match="laatste dag"):
        afspraken.onderteken(zonder, getekend_op=GETEKEND_OP, door=systeem())


def test_een_verkeerde_dag_van_tekenen_is_te_verbeteren(afspraak: Afspraak) -> None:
    assert afspraken.onderteken(afspraak, getekend_op=date(2020, 3, 25), door=systeem()).getekend_op.day == 25


# --- importing --------------------------------------------------------------------------------------------------

KOP = "afspraak,groep,indicator,eenheid,kamer,streefwaarde,corporatie"
RIJEN = [
    "Samenwerkingsafspraak 2020,OUTPUT,Sleutelhouders,aantal uniek,Eigen,> 20,nee",
    "Samenwerkingsafspraak 2020,OUTPUT,Sleutelhouders,aantal uniek,Ander,> 15,nee",
    "Samenwerkingsafspraak 2020,OUTPUT,Klussen,aantal uniek,Eigen,60,nee",
]


def lees_in(map_: Path, *rijen: str) -> Uitslag:
    pad = map_ / "doelen.csv"
    pad.write_text("\n".join([KOP, *rijen]), encoding="utf-8")
    return importeer(soorten()["streefwaarden"], pad, door=systeem())


def test_hetzelfde_bestand_op_een_getekende_afspraak_verandert_niets(afspraak: Afspraak, tmp_path: Path) -> None:
    uitslag = lees_in(tmp_path, *RIJEN)
    assert (uitslag.fouten, uitslag.ongewijzigd, uitslag.gewijzigd) == ((), 3, 0)


@pytest.mark.parametrize(
    ("rij", "kolom"),
    [
        ("Samenwerkingsafspraak 2020,OUTPUT,Sleutelhouders,aantal uniek,Eigen,> 21,nee", "streefwaarde"),
        ("Samenwerkingsafspraak 2020,IMPACT,Minder overlast,aantal uniek,Ander,5,ja", "streefwaarde"),
        ("Samenwerkingsafspraak 2020,OUTPUT,Nieuw,aantal,Eigen,5,nee", "indicator"),
        ("Samenwerkingsafspraak 2020,PROCES,Klussen,aantal uniek,Ander,10,nee", "groep"),
        ("Samenwerkingsafspraak 2020,OUTPUT,Klussen,klussen,Ander,10,nee", "eenheid"),
    ],
)
def test_een_bestand_dat_iets_anders_zegt_wordt_per_rij_geweigerd(
    afspraak: Afspraak, tmp_path: Path, rij: str, kolom: str
) -> None:
    voor = inhoud(afspraak)
    # A row of another agreement in the same file is not stored either.
    uitslag = lees_in(
        tmp_path, "Afspraak 2031,G,Nieuw,e,Eigen,5,nee", RIJEN[0] if kolom != "streefwaarde" else RIJEN[1], rij
    )
    assert [(fout.rij, fout.kolom) for fout in uitslag.fouten] == [(4, kolom)]
    assert "is getekend op 24 maart 2020 en verandert niet meer" in uitslag.fouten[0].fout
    assert inhoud(afspraak) == voor
    assert not Afspraak.objects.filter(naam="Afspraak 2031").exists()


def test_alleen_de_merken_van_een_getekende_afspraak_kunnen_uit_een_bestand(afspraak: Afspraak, tmp_path: Path) -> None:
    uitslag = lees_in(tmp_path, RIJEN[2].replace("nee", "ja"))
    assert (uitslag.fouten, uitslag.gewijzigd) == ((), 1)
    assert Indicator.objects.get(naam="Klussen").corporatie


def test_een_bestand_vult_de_nieuwe_versie_en_niet_de_getekende(afspraak: Afspraak, tmp_path: Path) -> None:
    voor = inhoud(afspraak)
    nieuw = afspraken.maak_nieuwe_versie(afspraak, reden="Meer sleutels", door=systeem())
    assert lees_in(tmp_path, RIJEN[0].replace("> 20", "> 25")).gewijzigd == 1
    assert inhoud(afspraak) == voor
    assert Streefwaarde.objects.filter(indicator__afspraak=nieuw, tekst="> 25").count() == 1


def test_een_bestand_in_een_afspraak_die_sindsdien_getekend_is_gaat_niet_meer_terug(
    concept: Afspraak, tmp_path: Path
) -> None:
    lees_in(tmp_path, RIJEN[0].replace("> 20", "> 25"))
    afspraken.onderteken(concept, getekend_op=GETEKEND_OP, door=systeem())
    with pytest.raises(InDeWeg) as geweigerd:
        maak_ongedaan(Inlezing.objects.get(), door=systeem())
    assert geweigerd.value.beletsels == ["Samenwerkingsafspraak 2020 is getekend en verandert niet meer."]


# --- next version, next year ------------------------------------------------------------------------------------


def test_volgend_jaar_neemt_alles_mee_behalve_het_tekenen(client: Client, huis: Huis, concept: Afspraak) -> None:
    concept.financiers.set([huis.corporatie])
    wie = [Ondertekenaar(huis.gemeente, "M. Vonk", "gebiedsmanager", GETEKEND_OP)]
    afspraken.bewaar_ondertekenaars(concept, ondertekenaars=wie, door=systeem())
    afspraak = afspraken.onderteken(concept, getekend_op=GETEKEND_OP, door=systeem())
    adres = reverse("afspraken:volgend_jaar", args=[afspraak.pk])
    voorstel = als_bureau(client, huis).get(adres).context["form"].initial
    assert voorstel == {"naam": "Samenwerkingsafspraak 2021", "van": date(2021, 1, 1), "tm": date(2021, 12, 31)}
    assert client.post(adres, {**voorstel, "naam": afspraak.naam}).status_code == 200, "die naam is er al"
    assert "ligt voor de eerste" in client.post(adres, {**voorstel, "tm": "2020-01-01"}).content.decode()
    assert client.post(adres, voorstel).status_code == 302
    nieuw = Afspraak.objects.get(naam="Samenwerkingsafspraak 2021")
    assert (nieuw.versie, nieuw.vorige, nieuw.is_concept, nieuw.reden) == (1, None, True, "")
    assert inhoud(nieuw) == inhoud(afspraak)
    assert set(nieuw.partijen.all()) == {huis.gemeente, huis.corporatie}
    assert list(nieuw.financiers.all()) == [huis.corporatie]
    [rij] = nieuw.ondertekeningen.all()
    assert (rij.naam, rij.functie, rij.getekend_op) == ("M. Vonk", "gebiedsmanager", None)


@pytest.mark.parametrize(
    ("naam", "van", "tm", "verwacht"),
    [
        (
            "Bod 2017-2018",
            date(2017, 4, 1),
            date(2018, 12, 31),
            ("Bod 2019-2020", date(2019, 4, 1), date(2020, 12, 31)),
        ),
        ("Afspraak", date(2020, 2, 29), date(2020, 3, 31), ("Afspraak 2021", date(2021, 2, 28), date(2021, 3, 31))),
    ],
)
def test_de_dagen_schuiven_zoveel_jaren_op_als_nodig(naam: str, van: date, tm: date, verwacht: tuple[Any, ...]) -> None:
    voorstel = voorstel_volgend_jaar(Afspraak(naam=naam, van=van, tm=tm))
    assert (voorstel["naam"], voorstel["van"], voorstel["tm"]) == verwacht


def test_de_lijst_toont_de_nieuwste_versie_met_haar_stand(client: Client, huis: Huis, afspraak: Afspraak) -> None:
    nieuw = afspraken.maak_nieuwe_versie(afspraak, reden="Grotere ruimte", door=systeem())
    antwoord = als_bureau(client, huis).get(reverse("afspraken:lijst"))
    assert list(antwoord.context["table"].data) == [nieuw]
    assert "concept" in antwoord.content.decode()
    oud = client.get(afspraak.get_absolute_url()).content.decode()
    assert "Er is een nieuwere versie" in oud
    assert "Grotere ruimte" in oud
    nieuw.partijen.clear()
    client.force_login(huis.gebruikers[Rol.GEMEENTE])
    assert list(client.get(reverse("afspraken:lijst")).context["table"].data) == [afspraak], "wat zij mag zien"


def test_een_concept_kan_weg_en_een_concept_met_oordeel_niet(client: Client, huis: Huis, concept: Afspraak) -> None:
    oordeel = Oordeel.objects.create(
        indicator=concept.indicator_set.get(naam="Klussen"), van=date(2020, 1, 1), tm=date(2020, 6, 30), waarde=1,
        toelichting="Goed", besloten_door="Bestuur", besloten_op=date(2020, 7, 1),
    )  # fmt: skip
    adres = reverse("afspraken:verwijder", args=[concept.pk])
    assert "hangen nog oordelen aan" in als_bureau(client, huis).post(adres, follow=True).content.decode()
    weg = reverse("afspraken:indicator_weg", args=[concept.pk, oordeel.indicator_id])
    assert "er is al een oordeel" in client.post(weg, follow=True).content.decode()
    oordeel.delete()
    client.post(weg)
    assert not Indicator.objects.filter(naam="Klussen").exists()
    client.post(adres)
    assert not Afspraak.objects.exists()


@pytest.mark.parametrize("wat", ["verslag", "actie"])
def test_een_concept_met_een_verslag_of_een_actie_gaat_niet_weg(
    client: Client, huis: Huis, concept: Afspraak, wat: str
) -> None:
    """What was said at a meeting is not thrown away with the paper that it was about; a plan for a meeting is."""
    overleg = Overleg.objects.create(afspraak=concept, datum=date(2020, 2, 3), stand=Overleg.Stand.GEHOUDEN)
    if wat == "verslag":
        Overleg.objects.filter(pk=overleg.pk).update(verslag="Er is over geld gesproken.")
    else:
        overleg.acties.create(wat="Uitzoeken", wie="Anna")
    adres = reverse("afspraken:verwijder", args=[concept.pk])
    assert "een overleg met een verslag of acties" in als_bureau(client, huis).post(adres, follow=True).text
    assert Overleg.objects.filter(afspraak=concept).count() == 1
    overleg.acties.all().delete()
    Overleg.objects.update(verslag="")
    client.post(adres)
    assert not Afspraak.objects.exists()
    assert not Overleg.objects.exists()


# --- order and targets at once ----------------------------------------------------------------------------------


def test_indicatoren_verplaatsen_binnen_hun_groep(client: Client, huis: Huis, concept: Afspraak) -> None:
    als_bureau(client, huis)

    def namen() -> list[str]:
        return list(concept.indicator_set.values_list("naam", flat=True))

    def verplaats(naam: str, richting: str) -> None:
        indicator = concept.indicator_set.get(naam=naam)
        client.post(reverse("afspraken:verplaats", args=[concept.pk, indicator.pk]), {"richting": richting})

    assert namen() == ["Sleutelhouders", "Minder overlast", "Klussen"]
    verplaats("Klussen", "op")
    assert namen() == ["Klussen", "Minder overlast", "Sleutelhouders"], "langs de andere groep heen"
    verplaats("Klussen", "op")
    verplaats("Minder overlast", "neer")
    assert namen() == ["Klussen", "Minder overlast", "Sleutelhouders"], "aan de rand blijft hij staan"
    verplaats("Klussen", "neer")
    assert namen() == ["Sleutelhouders", "Minder overlast", "Klussen"]


def test_streefwaarden_in_een_tabel(client: Client, huis: Huis, concept: Afspraak) -> None:
    adres = reverse("afspraken:doelen", args=[concept.pk])
    form = als_bureau(client, huis).get(adres).context["form"]
    gestuurd = {naam: veld.initial for naam, veld in form.fields.items()}
    assert len(gestuurd) == 6, "drie indicatoren, twee kamers"
    sleutel, overlast = (concept.indicator_set.get(naam=naam) for naam in ("Sleutelhouders", "Minder overlast"))
    gestuurd |= {
        f"doel_{sleutel.pk}_{huis.eigen.pk}": " > 30 ",
        f"doel_{sleutel.pk}_{huis.ander.pk}": "",
        f"doel_{overlast.pk}_{huis.ander.pk}": "nog te vroeg",
    }
    antwoord = client.post(adres, gestuurd, follow=True)
    assert "3 streefwaarden zijn veranderd." in antwoord.content.decode()
    assert [(s.kamer, s.tekst) for s in sleutel.streefwaarde_set.all()] == [(huis.eigen, "> 30")]
    assert overlast.streefwaarde_set.get(kamer=huis.ander).tekst == "nog te vroeg"
    assert "Er is niets veranderd." in client.post(adres, gestuurd, follow=True).content.decode()
    te_lang = client.post(adres, {**gestuurd, f"doel_{sleutel.pk}_{huis.eigen.pk}": "x" * 61})
    assert te_lang.status_code == 200
    assert te_lang.context["form"].errors


def test_een_andere_lijst_van_categorieen_neemt_de_categorie_op_naam_mee(huis: Huis, concept: Afspraak) -> None:
    from buurtwerkkamers.models import Categorie, Categorielijst

    andere = Categorielijst.objects.create(naam="Lijst 2030")
    gelijk = Categorie.objects.create(lijst=andere, naam="Formulieren", volgorde=1)
    standaard = concept.categorielijst.categorie_set
    een, twee = concept.indicator_set.all()[:2]
    Indicator.objects.filter(pk=een.pk).update(categorie=standaard.get(naam="Formulieren"))
    Indicator.objects.filter(pk=twee.pk).update(categorie=standaard.get(naam="Nederlandse taal"))
    concept.categorielijst = andere
    afspraken.bewaar_afspraak(concept, partijen=[], door=systeem())
    assert [i.categorie for i in concept.indicator_set.all()[:2]] == [gelijk, None]


# --- differences ------------------------------------------------------------------------------------------------


@pytest.fixture
def nieuw(huis: Huis, afspraak: Afspraak) -> Afspraak:
    """Version 2: a target changed, one line renamed, one gone, one new, and a party less."""
    nieuw = afspraken.maak_nieuwe_versie(afspraak, reden="Grotere ruimte", door=systeem())
    sleutel = nieuw.indicator_set.get(naam="Sleutelhouders")
    afspraken.bewaar_indicator(sleutel, doelen={huis.eigen: "> 25", huis.ander: ""}, door=systeem())
    overlast = nieuw.indicator_set.get(naam="Minder overlast")
    overlast.naam = "Minder overlast en vandalisme"
    afspraken.bewaar_indicator(overlast, doelen={}, door=systeem())
    afspraken.verwijder_indicator(nieuw.indicator_set.get(naam="Klussen"), door=systeem())
    maak_indicator(nieuw, "Wijkpartners", doelen={huis.ander: "> 20"}, groep="OUTPUT", eenheid="aantal")
    afspraken.bewaar_afspraak(
        nieuw, partijen=[huis.gemeente, huis.corporatie], financiers=[huis.gemeente], door=systeem()
    )
    return nieuw


def test_verschillen_veld_voor_veld(huis: Huis, afspraak: Afspraak, nieuw: Afspraak) -> None:
    verschillen = afspraken.vergelijk(afspraak, nieuw, huis.gebruikers[Rol.BUREAU])
    assert [(v.wat, v.oud, v.nieuw) for v in verschillen.kop] == [("Financiers", "–", "Gemeente Voorbeeld")]
    soorten_ = {v.naam: v.soort for v in verschillen.indicatoren}
    assert soorten_ == {
        "Sleutelhouders": "gewijzigd",
        "Minder overlast en vandalisme": "andere naam",
        "Wijkpartners": "toegevoegd",
        "Klussen": "vervallen",
    }
    [sleutel] = [v for v in verschillen.indicatoren if v.naam == "Sleutelhouders"]
    doelen = {(v.wat, v.oud, v.nieuw) for v in sleutel.velden if v.wat.startswith("Streefwaarde")}
    assert doelen == {("Streefwaarde Eigen", "> 20", "> 25"), ("Streefwaarde Ander", "> 15", "–")}
    assert afspraken.vergelijk(afspraak, afspraak, huis.gebruikers[Rol.BUREAU]).leeg


def test_de_verschillenpagina_noemt_reden_en_tekenen(
    client: Client, huis: Huis, afspraak: Afspraak, nieuw: Afspraak
) -> None:
    als_bureau(client, huis)
    tekst = client.get(reverse("afspraken:verschillen", args=[nieuw.pk])).content.decode()
    for woord in ("Grotere ruimte", "getekend op 24 maart 2020", "concept, nog niet getekend", "&gt; 25", "vervallen"):
        assert woord in tekst, woord
    andersom = client.get(reverse("afspraken:verschillen", args=[afspraak.pk]), {"met": nieuw.pk})
    assert andersom.context["met"] == nieuw
    for met in ("", "x", "0", "9" * 30, "\x00"):
        assert client.get(reverse("afspraken:verschillen", args=[nieuw.pk]), {"met": met}).status_code == 200, met
    alleen = maak_afspraak("Alleen", jaar=2001)
    assert client.get(reverse("afspraken:verschillen", args=[alleen.pk])).status_code == 200


def test_een_corporatie_ziet_alleen_verschillen_van_gemerkte_indicatoren(
    client: Client, huis: Huis, afspraak: Afspraak, nieuw: Afspraak
) -> None:
    Indicator.objects.filter(afspraak=nieuw, naam="Sleutelhouders").update(corporatie=True)
    client.force_login(huis.gebruikers[Rol.CORPORATIE])
    antwoord = client.get(reverse("afspraken:verschillen", args=[nieuw.pk]))
    gezien = {v.naam: (v.soort, v.velden) for v in antwoord.context["verschillen"].indicatoren}
    assert gezien.keys() == {"Minder overlast en vandalisme", "Sleutelhouders"}
    # Marked in the new version only: what the old one said of it stays hidden.
    assert gezien["Sleutelhouders"] == ("nu van belang voor corporaties", ())
    tekst = antwoord.content.decode()
    assert "&gt; 20" not in tekst
    assert "Klussen" not in tekst
    Afspraak.partijen.through.objects.filter(afspraak=nieuw).delete()
    assert client.get(reverse("afspraken:verschillen", args=[nieuw.pk])).status_code == 404
    tekst = client.get(reverse("afspraken:verschillen", args=[afspraak.pk]), {"met": nieuw.pk}).content.decode()
    assert "Die versie is er niet" in tekst


def test_een_coordinator_ziet_alleen_verschillen_van_de_eigen_kamer(
    client: Client, huis: Huis, afspraak: Afspraak, nieuw: Afspraak
) -> None:
    client.force_login(huis.gebruikers[Rol.COORDINATOR])
    tekst = client.get(reverse("afspraken:verschillen", args=[nieuw.pk])).content.decode()
    assert "Streefwaarde Eigen" in tekst
    assert "Streefwaarde Ander" not in tekst


def test_meer_indicatoren_kosten_niet_meer_vragen(
    client: Client, huis: Huis, afspraak: Afspraak, nieuw: Afspraak
) -> None:
    from django.test.utils import CaptureQueriesContext

    als_bureau(client, huis)

    def aantal() -> int:
        with CaptureQueriesContext(connection) as gevangen:
            client.get(reverse("afspraken:verschillen", args=[nieuw.pk]))
        return len(gevangen)

    aantal()
    klein = aantal()
    for n in range(6):
        maak_indicator(nieuw, f"Nog een {n}", doelen={huis.eigen: "5", huis.ander: "6"})
    assert aantal() == klein
