"""Cases: reported, met, supported, closed; handed over or shared; by their own coordinator, with history."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from buurtwerkkamers.models import Logregel
from buurtwerkkamers.perioden import Periode
from buurtwerkkamers.schrijven import Geweigerd
from deelnemers import trajectstand
from deelnemers.models import Deelnemer, Melder, Persoonsgegevens, Traject, Trajectkamer
from deelnemers.registratie import trajecten as registratie
from deelnemers.tellingen import tel_trajecten
from deelnemers.trajectstand import Staat, geschiedenis, staat_van
from tests.deelnemers.wereld import dagen_terug, ingelogd, maak_wereld, vandaag
from tests.fabrieken import systeem

pytestmark = pytest.mark.django_db
LIJST = "/trajecten/"


@pytest.fixture
def w():
    return maak_wereld()


def maak(w, *mensen, kamer=None, op=20, melder="Huisarts"):
    return registratie.maak_traject(
        kamer=kamer or w.top,
        deelnemers=[mens.pk for mens in mensen or (w.fatima,)],
        aangemeld_op=dagen_terug(op),
        melder=melder,
        door=systeem(),
    )


def adres(traject, naam="traject"):
    return reverse(f"trajecten:{naam}", args=[traject.pk])


def vers(traject):
    return Traject.objects.get(pk=traject.pk)


def nummers(antwoord):
    return [traject.nummer for traject in antwoord.context["table"].data]


def teksten(traject):
    return [stap.tekst for stap in geschiedenis(traject)]


# --- from report to end -----------------------------------------------------------------------------------------


def test_een_nieuw_traject_kost_twee_velden(w):
    client = ingelogd(w.coordinator)
    assert client.get("/trajecten/nieuw/").status_code == 200
    antwoord = client.post("/trajecten/nieuw/", {"deelnemers": "fatima, riet", "aangemeld_op": vandaag()})
    traject = Traject.objects.get()
    assert antwoord.url == adres(traject)
    assert {mens.pk for mens in traject.deelnemers.all()} == {w.fatima.pk, w.riet.pk}
    assert (traject.aangemeld_op, traject.melder, traject.plekken.get().kamer) == (vandaag(), None, w.top)


def test_nieuw_vanaf_de_pagina_van_iemand(w):
    antwoord = ingelogd(w.coordinator).get(f"/trajecten/nieuw/?deelnemer={w.fatima.pk}")
    assert "Fatima el Bakkali" in antwoord.content.decode()
    antwoord = ingelogd(w.coordinator).get(f"/trajecten/nieuw/?deelnemer={w.vreemd.pk}")
    assert "Elderman" not in antwoord.content.decode()


@pytest.mark.parametrize(
    ("velden", "tekst"),
    [
        ({}, "Kies voor wie het traject is."),
        ({"deelnemers": "elderman"}, "We vinden niemand"),
        ({"deelnemers": "fatima", "aangemeld_op": ""}, "Kies de dag waarop het traject is aangemeld."),
        ({"deelnemers": "fatima", "aangemeld_op": "2099-01-01"}, "moet nog komen"),
        ({"deelnemers": "fatima", "aangemeld_op": "2001-01-01"}, "ligt voor de opening van TOP"),
        ({"deelnemers": "fatima", "melder": "x" * 121}, "hoogstens 120 tekens"),
        ({"deelnemers": "fatima", "melder": "BSN 123456782"}, "burgerservicenummer"),
        ({"deelnemers": "fatima", "melder": "a\0b"}, "Null"),
    ],
)
def test_een_fout_zegt_hoe_het_wel_moet(w, velden, tekst):
    antwoord = ingelogd(w.coordinator).post("/trajecten/nieuw/", {"aangemeld_op": vandaag(), **velden})
    assert antwoord.status_code == 422
    assert tekst in antwoord.content.decode() or tekst == "Null"
    assert not Traject.objects.exists()


def test_een_melder_bestaat_maar_een_keer(w):
    maak(w, melder="Huisarts")
    ingelogd(w.coordinator).post(
        "/trajecten/nieuw/", {"deelnemers": "riet", "melder": "huisarts", "aangemeld_op": vandaag()}
    )
    assert Melder.objects.get().naam == "Huisarts"
    assert "Huisarts" in ingelogd(w.coordinator).get("/trajecten/nieuw/").content.decode()
    assert "Huisarts" not in ingelogd(w.coordinator_elders).get("/trajecten/nieuw/").content.decode()


def test_alle_stappen_na_elkaar(w):
    traject, client = maak(w), ingelogd(w.coordinator)
    assert "Kennisgemaakt" in client.get(adres(traject)).content.decode()
    client.post(adres(traject, "kennismaking"), {"dag": dagen_terug(15)})
    assert "Ondersteuning begint" in client.get(adres(traject)).content.decode()
    client.post(adres(traject, "start"), {"dag": dagen_terug(10)})
    assert staat_van(vers(traject)) is Staat.LOOPT
    client.post(
        adres(traject, "afsluiten"),
        {"afgesloten_op": dagen_terug(1), "afsluitreden": "Doel bereikt", "verder_zonder_begeleiding": "ja"},
    )
    deze = vers(traject)
    assert (deze.kennismaking_op, deze.ondersteuning_op, deze.afgesloten_op) == (
        dagen_terug(15),
        dagen_terug(10),
        dagen_terug(1),
    )
    assert (deze.afsluitreden, deze.verder_zonder_begeleiding) == ("Doel bereikt", "ja")
    assert len(teksten(deze)) == 4
    client.post(adres(traject, "heropen"))
    assert (vers(traject).afgesloten_op, vers(traject).afsluitreden) == (None, "")


@pytest.mark.parametrize(
    ("stap", "velden", "tekst"),
    [
        ("kennismaking", {"dag": ""}, "Kies een dag."),
        ("kennismaking", {"dag": dagen_terug(21)}, "of een dag daarna"),
        ("kennismaking", {"dag": "morgen"}, "Schrijf de dag zoals"),
        ("start", {"dag": dagen_terug(16)}, "of een dag daarna"),
        ("afsluiten", {"afgesloten_op": dagen_terug(0)}, "Kies waarom het traject stopt"),
        ("afsluiten", {"afgesloten_op": dagen_terug(0)}, "Kies een antwoord."),
        ("afsluiten", {"afgesloten_op": dagen_terug(16), "afsluitreden": "Verhuisd"}, "of een dag daarna"),
    ],
)
def test_een_stap_die_niet_kan(w, stap, velden, tekst):
    traject = maak(w)
    registratie.zet_stap(traject, kennismaking_op=dagen_terug(15), door=systeem())
    antwoord = ingelogd(w.coordinator).post(adres(traject, stap), velden)
    assert antwoord.status_code == 422
    assert tekst in antwoord.content.decode()


def test_een_kennismaking_na_de_start_wordt_geweigerd(w):
    traject = maak(w)
    registratie.zet_stap(traject, kennismaking_op=dagen_terug(15), ondersteuning_op=dagen_terug(10), door=systeem())
    antwoord = ingelogd(w.coordinator).post(adres(traject, "kennismaking"), {"dag": dagen_terug(5)})
    assert "De ondersteuning begint te vroeg" in antwoord.content.decode()


# --- correction -------------------------------------------------------------------------------------------------


def velden_van(client, traject, **anders):
    form = client.get(adres(traject, "wijzig")).context["form"]
    velden = {naam: form[naam].value() for naam in form.fields if naam != "deelnemers"}
    velden = {naam: waarde for naam, waarde in velden.items() if waarde is not None}
    return velden | {"deelnemers_id": [mens.pk for mens in form["deelnemers"].value()]} | anders


def test_verbeteren_met_geschiedenis(w):
    traject, client = maak(w, w.fatima, w.riet), ingelogd(w.coordinator)
    velden = velden_van(client, traject, melder="Buurteam", aangemeld_op=dagen_terug(30), deelnemers_id=[w.riet.pk])
    assert client.post(adres(traject, "wijzig"), velden).status_code == 302
    deze = vers(traject)
    assert (deze.melder.naam, deze.aangemeld_op, deze.plekken.get().van) == (
        "Buurteam",
        dagen_terug(30),
        dagen_terug(30),
    )
    assert [mens.pk for mens in deze.deelnemers.all()] == [w.riet.pk]
    assert "Iemand eruit gehaald" in teksten(deze)
    assert "Fatima" not in " ".join(teksten(deze))


def test_verbeteren_zonder_iets_te_veranderen(w):
    traject, client = maak(w), ingelogd(w.coordinator)
    voor = trajectstand.aantal_wijzigingen(traject)
    assert client.post(adres(traject, "wijzig"), velden_van(client, traject)).status_code == 302
    assert trajectstand.aantal_wijzigingen(traject) == voor


def test_twee_tegelijk_verbeteren(w):
    traject, client = maak(w), ingelogd(w.coordinator)
    velden = velden_van(client, traject, melder="Mijn melder")
    registratie.zet_stap(traject, kennismaking_op=dagen_terug(3), door=systeem())
    antwoord = client.post(adres(traject, "wijzig"), velden)
    tekst = antwoord.content.decode()
    assert (antwoord.status_code, "Dit staat er nu" in tekst, "Mijn melder" in tekst) == (422, True, True)
    assert vers(traject).kennismaking_op == dagen_terug(3)
    velden["stand"] = antwoord.context["form"]["stand"].value()
    assert client.post(adres(traject, "wijzig"), velden).status_code == 302
    assert vers(traject).melder.naam == "Mijn melder"


def test_reden_hoort_bij_een_afgesloten_traject(w):
    traject, client = maak(w), ingelogd(w.coordinator)
    antwoord = client.post(adres(traject, "wijzig"), velden_van(client, traject, afsluitreden="Verhuisd"))
    assert "Dit hoort bij een traject dat is afgesloten" in antwoord.content.decode()


def test_wiens_naam_is_gewist_blijft_in_het_traject(w):
    traject, client = maak(w, w.fatima), ingelogd(w.coordinator)
    Persoonsgegevens.objects.filter(deelnemer=w.fatima).delete()
    assert client.get(adres(traject)).status_code == 200
    assert client.post(adres(traject, "wijzig"), velden_van(client, traject, melder="Buur")).status_code == 302
    assert [mens.pk for mens in vers(traject).deelnemers.all()] == [w.fatima.pk]


def test_per_ongeluk_gemaakt(w):
    traject, client = maak(w), ingelogd(w.coordinator)
    assert "Per ongeluk gemaakt" in client.get(adres(traject)).content.decode()
    assert client.get(adres(traject, "weg")).status_code == 200
    ander = maak(w)
    registratie.zet_stap(ander, kennismaking_op=dagen_terug(1), door=systeem())
    client.post(adres(ander, "weg"))
    assert vers(ander)
    client.post(adres(traject, "weg"))
    assert not Traject.objects.filter(pk=traject.pk).exists()


# --- another kamer ----------------------------------------------------------------------------------------------


def cijfers(w, dag):
    per_kamer = tel_trajecten([w.top, w.elders], [Periode(dag, dag)])
    return [(rij.gestart, rij.lopend, rij.afgesloten) for rij in per_kamer]


def test_overdragen(w):
    traject = maak(w)
    client, elders = ingelogd(w.coordinator), ingelogd(w.coordinator_elders)
    assert elders.get(adres(traject)).status_code == 404
    antwoord = client.post(adres(traject, "overdragen"), {"kamer": w.elders.pk, "op": dagen_terug(5)})
    assert antwoord.status_code == 302
    assert cijfers(w, dagen_terug(5)) == [(0, 1, 1), (1, 1, 0), (0, 1, 0)]
    assert cijfers(w, dagen_terug(4)) == [(0, 0, 0), (0, 1, 0), (0, 1, 0)]
    assert "Fatima" in elders.get(adres(traject)).content.decode()
    elders.post(adres(traject, "kennismaking"), {"dag": dagen_terug(2)})
    assert vers(traject).kennismaking_op == dagen_terug(2)
    tekst = client.get(adres(traject)).content.decode()
    assert "zoals het was op" in tekst
    assert "Kennismaking op" not in tekst
    assert "Wijzigen" not in tekst
    assert client.post(adres(traject, "kennismaking"), {"dag": dagen_terug(3)}).status_code == 404
    lijst = client.get(LIJST).content.decode()
    assert "overgedragen" in lijst


def test_na_het_overdragen_ziet_de_eerste_kamer_niet_hoe_het_verder_ging(w):
    """Neither who joined at the other kamer, nor that the case was closed there."""
    traject = maak(w)
    registratie.draag_traject_over(traject, van=w.top, naar=w.elders, op=dagen_terug(5), door=systeem())
    elders = ingelogd(w.coordinator_elders)
    registratie.wijzig_traject(vers(traject), deelnemers=[w.fatima.pk, w.vreemd.pk], melder="", door=systeem())
    registratie.zet_stap(vers(traject), afgesloten_op=dagen_terug(1), afsluitreden="Verhuisd", door=systeem())
    for bladzijde in (LIJST, adres(traject), w.fatima.get_absolute_url()):
        tekst = ingelogd(w.coordinator).get(bladzijde).content.decode()
        assert "Fatima" in tekst
        assert "Bram" not in tekst
        assert "overgedragen" in tekst or "zoals het was op" in tekst
    assert "Bram" in elders.get(adres(traject)).content.decode()


def test_terug_naar_de_eerste_kamer(w):
    traject = maak(w)
    registratie.draag_traject_over(traject, van=w.top, naar=w.elders, op=dagen_terug(5), door=systeem())
    registratie.draag_traject_over(traject, van=w.elders, naar=w.top, op=dagen_terug(3), door=systeem())
    assert dict(Trajectkamer.objects.values_list("kamer", "tot")) == {w.top.pk: None, w.elders.pk: dagen_terug(3)}


def test_afsluiten_kan_niet_voor_de_dag_waarop_een_kamer_erbij_kwam(w):
    """It would have started at that kamer after its end."""
    traject = maak(w)
    registratie.deel_traject(traject, met=w.elders, op=dagen_terug(5), door=systeem())
    einde = {"afsluitreden": "Verhuisd", "verder_zonder_begeleiding": "nvt"}
    for dag, status in ((6, 422), (5, 302)):
        antwoord = ingelogd(w.coordinator).post(
            adres(traject, "afsluiten"), {"afgesloten_op": dagen_terug(dag), **einde}
        )
        assert antwoord.status_code == status


def test_samen_met_een_andere_kamer(w):
    traject = maak(w)
    client, elders = ingelogd(w.coordinator), ingelogd(w.coordinator_elders)
    client.post(adres(traject, "delen"), {"kamer": w.elders.pk, "op": dagen_terug(5)})
    assert cijfers(w, dagen_terug(6)) == [(0, 1, 0), (0, 0, 0), (0, 1, 0)]
    assert cijfers(w, dagen_terug(5)) == [(0, 1, 0), (1, 1, 0), (0, 1, 0)]
    elders.post(
        adres(traject, "afsluiten"),
        {"afgesloten_op": vandaag(), "afsluitreden": "Verhuisd", "verder_zonder_begeleiding": "nvt"},
    )
    assert cijfers(w, vandaag()) == [(0, 1, 1), (0, 1, 1), (0, 1, 1)]
    assert "Verhuisd" in client.get(adres(traject)).content.decode()
    assert "Bij Elders vanaf" in " ".join(teksten(traject))


@pytest.mark.parametrize(("op", "reden"), [(21, "is aangemeld op"), (-1, "moet nog komen"), (None, "Kies een dag.")])
def test_een_dag_waarop_het_traject_niet_kan_komen(w, op, reden):
    traject = maak(w)
    velden = {"kamer": w.elders.pk, "op": "" if op is None else dagen_terug(op)}
    antwoord = ingelogd(w.coordinator).post(adres(traject, "delen"), velden)
    assert (antwoord.status_code, reden in antwoord.content.decode()) == (422, True)


def test_wat_niet_overgedragen_kan_worden(w):
    traject = maak(w)
    with pytest.raises(Geweigerd, match="al bij TOP"):
        registratie.deel_traject(traject, met=w.top, op=vandaag(), door=systeem())
    with pytest.raises(Geweigerd, match="niet meer bij Elders"):
        registratie.draag_traject_over(traject, van=w.elders, naar=w.top, op=vandaag(), door=systeem())
    registratie.zet_stap(traject, afgesloten_op=vandaag(), door=systeem())
    with pytest.raises(Geweigerd, match="afgesloten"):
        registratie.deel_traject(traject, met=w.elders, op=vandaag(), door=systeem())


# --- list, search, log ------------------------------------------------------------------------------------------


def test_lege_lijst_zegt_wat_u_kunt_doen(w):
    tekst = ingelogd(w.coordinator).get(LIJST).content.decode()
    assert "Nog geen trajecten" in tekst
    assert "Nieuw traject" in tekst
    assert "Nieuw traject" not in ingelogd(w.bureau).get(LIJST).content.decode()


def test_zoeken_op_naam_nummer_melder_casus_en_traject(w):
    een, twee = maak(w, w.ozgur), maak(w, w.riet, melder="")
    client = ingelogd(w.coordinator)
    for zoek, gevonden in (
        ("ozgur", [een]),
        (f"casus {twee.nummer.lower()}", [twee]),
        (f"Traject {een.nummer}", [een]),
        ("huisarts", [een]),
        ("casus", [een, twee]),
        ("niemand", []),
        ("elderman", []),
    ):
        antwoord = client.get(LIJST, {"zoek": zoek})
        assert sorted(nummers(antwoord)) == sorted(t.nummer for t in gevonden), zoek


def test_filters(w):
    oud, nieuw = maak(w, op=50, melder="Buur"), maak(w, op=5)
    registratie.zet_stap(oud, kennismaking_op=dagen_terug(45), afgesloten_op=dagen_terug(30), door=systeem())
    client = ingelogd(w.bureau)
    for filter_, gevonden in (
        ({"staat": "lopend"}, [nieuw]),
        ({"staat": "wacht"}, [nieuw]),
        ({"staat": "afgesloten"}, [oud]),
        ({"van": dagen_terug(29)}, [nieuw]),
        ({"van": dagen_terug(30)}, [nieuw, oud]),
        ({"tm": dagen_terug(6)}, [oud]),
        ({"melder": oud.melder_id}, [oud]),
        ({"kamer": w.top.pk}, [nieuw, oud]),
        ({"kamer": w.elders.pk}, []),
        ({"van": "onzin", "kamer": "x", "melder": "999"}, [nieuw, oud]),
    ):
        antwoord = client.get(LIJST, filter_)
        assert antwoord.status_code == 200
        if "onzin" not in filter_.values():
            assert nummers(antwoord) == [t.nummer for t in gevonden], filter_


@pytest.mark.parametrize("sort", ["staat", "-aangemeld_op", "melder", "nummer", "mensen", "onzin"])
def test_sorteren(w, sort):
    maak(w), maak(w, melder="")
    assert ingelogd(w.coordinator).get(LIJST, {"sort": sort}).status_code == 200


def test_de_lijst_kost_evenveel_vragen_bij_een_en_bij_drie(w):
    client = ingelogd(w.bureau)

    def vragen():
        with CaptureQueriesContext(connection) as gevraagd:
            assert client.get(LIJST).status_code == 200
        return len(gevraagd)

    maak(w)
    vragen()
    eerst = vragen()
    maak(w, w.riet), maak(w, w.ozgur, w.fatima, melder="Buur")
    assert vragen() == eerst


def test_wie_twee_kaarten_heeft_staat_er_een_keer(w):
    traject = maak(w, w.fatima, w.riet)
    Deelnemer.objects.filter(pk=w.fatima.pk).update(samengevoegd_met=w.riet)
    tekst = ingelogd(w.coordinator).get(adres(traject)).content.decode()
    assert "Riet Jansen" in tekst
    assert "Fatima" not in tekst
    tekst = ingelogd(w.coordinator).get(LIJST).content.decode()
    assert (tekst.count("Riet Jansen"), "Fatima" in tekst) == (1, False)


def test_elke_blik_staat_in_het_logboek(w):
    traject = maak(w)
    ingelogd(w.bureau).get(adres(traject))
    regel = Logregel.objects.get(actie="bekeken")
    assert (regel.gebruiker, regel.onderwerp_soort, regel.onderwerp_id, regel.kamer) == (
        w.bureau,
        "traject",
        str(traject.pk),
        w.top,
    )


def test_de_bladzijden_van_een_traject_openen(w):
    traject = maak(w)
    for naam in ("kennismaking", "start", "afsluiten", "overdragen", "delen", "wijzig", "weg"):
        assert ingelogd(w.coordinator).get(adres(traject, naam)).status_code == 200, naam
    assert ingelogd(w.bureau).get(adres(traject)).status_code == 200


def test_de_lijst_als_bestand(w):
    """With names, so for the bureau only and with a reason."""
    maak(w, w.fatima, w.riet)
    antwoord = ingelogd(w.bureau).post(f"{LIJST}?uitvoer=xlsx", {"reden": "Controle van de wachtlijst"})
    assert antwoord.status_code == 200
    assert antwoord["Content-Type"].startswith("application/vnd.openxml")
    assert b"".join(antwoord).startswith(b"PK")  # read to its end, it closes
    assert ingelogd(w.coordinator).post(f"{LIJST}?uitvoer=xlsx", {"reden": "Controle van iets"}).status_code == 403
