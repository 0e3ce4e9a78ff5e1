"""How far a report is: what is counted, what each role learns of it, and by when."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.urls import reverse

from buurtwerkkamers.models import Deadline, Gebruiker
from deelnemers.registratie import NieuweDeelnemer, schrijf_velen_in
from rapportage import vaststelling
from rapportage.antwoorden import beantwoord
from rapportage.models import Klad, Onderdeel, Opmerking, Rapport
from rapportage.samenstelling import verwijzingen
from rapportage.samenstelling.verwijzingen import antwoordstof
from rapportage.voortgang import hoe_lang, voortgang, voortgang_voor

pytestmark = pytest.mark.django_db
TOP, HART = "TOP", "Hart voor Leidsche Rijn"


def plek(stand, naam: str):
    return next(p for p in stand.plekken if p.naam == naam)


@pytest.mark.parametrize(
    ("dag", "woorden"),
    [(6, "nog 6 dagen"), (1, "nog 1 dag"), (0, "vandaag"), (-1, "was gisteren"), (-3, "was 3 dagen geleden")],
)
def test_hoe_lang(dag, woorden):
    vandaag = date(2020, 3, 1)
    assert hoe_lang(vandaag + timedelta(days=dag), vandaag) == woorden


def test_telt_antwoorden_woorden_en_wat_er_mist(wereld):
    wereld.schrijf("Het waren drie woorden", TOP)
    keuze = wereld.vraag(Onderdeel.Soort.KEUZE)
    beantwoord(rapport=wereld.rapport, onderdeel=keuze, kamer=None, tekst="Toelichting", door=wereld.bureau)
    stand = voortgang(wereld.rapport, list(wereld.kamers.values()))
    top, samen = plek(stand, TOP), plek(stand, "Alle kamers samen")
    assert (top.beantwoord, top.vragen, top.woorden) == (1, 2, 4)
    assert [v.onderdeel.soort for v in top.ontbreekt] == ["vraag_per_kamer"]
    # A choice with nothing chosen is not answered.
    assert (samen.beantwoord, samen.vragen, samen.woorden) == (0, 2, 1)
    assert (stand.beantwoord, stand.vragen) == (1, 8)
    assert plek(stand, HART).wat_te_doen == "2 vragen zonder antwoord"


def test_weg_naar_de_plek(wereld):
    """A coordinator goes to the page where it is written; the bureau to the part, and writes what is answered once."""
    stand = voortgang_voor(wereld.coordinatoren[TOP], wereld.rapport)
    (top,) = stand.plekken
    vraag = top.ontbreekt[0]
    bladzijde = reverse("rapporten:antwoorden", args=[wereld.rapport.kenmerk, top.kamer.slug])
    assert vraag.adres == f"{bladzijde}#id_vraag-{vraag.onderdeel.pk}-tekst"
    bureau = voortgang_voor(wereld.bureau, wereld.rapport)
    assert plek(bureau, TOP).ontbreekt[0].adres.endswith("#deel-1")
    assert "/antwoorden/#id_vraag-" in plek(bureau, "Alle kamers samen").ontbreekt[0].adres


def test_kladjes_zeggen_van_wie_en_niet_wat(wereld, client):
    Klad.objects.create(
        rapport=wereld.rapport,
        onderdeel=wereld.vraag(),
        kamer=wereld.kamers[TOP],
        gebruiker=wereld.coordinatoren[TOP],
        tekst="Geheim klad",
    )
    top = plek(voortgang_voor(wereld.bureau, wereld.rapport), TOP)
    assert [k.wie for k in top.kladjes] == ["Coordinator 0"]
    client.force_login(wereld.bureau)
    tekst = client.get(wereld.rapport.get_absolute_url()).content.decode()
    assert "Getypt en nog niet opgeslagen" in tekst
    assert "Geheim klad" not in tekst
    wereld.schrijf("Geheim klad", TOP)
    assert not plek(voortgang_voor(wereld.bureau, wereld.rapport), TOP).kladjes


def test_open_opmerkingen_en_termijnen(wereld):
    Opmerking.objects.create(
        rapport=wereld.rapport, onderdeel=wereld.vraag(), kamer=wereld.kamers[TOP], tekst="Kan dit korter?",
        door=wereld.bureau,
    )  # fmt: skip
    afspraak = wereld.rapport.afspraak
    for naam, dag in (
        ("Te vroeg", date(2020, 4, 1)),
        ("Tussenrapportage", date(2020, 7, 20)),
        ("Later", date(2021, 1, 20)),
    ):
        Deadline.objects.create(afspraak=afspraak, naam=naam, datum=dag)
    Rapport.objects.update(antwoorden_voor=date(2020, 7, 10))
    rapport = Rapport.objects.get()
    stand = voortgang(rapport, list(wereld.kamers.values()), vandaag=date(2020, 7, 11))
    assert plek(stand, TOP).opmerkingen == 1
    assert (stand.antwoorden.hoe_lang, stand.antwoorden.te_laat) == ("was gisteren", True)
    assert (stand.deadline.naam, stand.deadline.hoe_lang) == ("Tussenrapportage", "nog 9 dagen")
    # A report that is late goes before what comes; once it is done the next one stands there.
    assert voortgang(rapport, [], vandaag=date(2020, 7, 21)).deadline.hoe_lang == "was gisteren"
    Deadline.objects.filter(naam="Tussenrapportage").update(klaar_op=date(2020, 7, 21))
    assert voortgang(rapport, [], vandaag=date(2020, 7, 21)).deadline.naam == "Later"


def _naam_in_de_tekst(wereld):
    schrijf_velen_in(
        [NieuweDeelnemer("Fatima", [wereld.kamers[TOP]], date(2020, 1, 1), achternaam="El Amrani")],
        door=Gebruiker.objects.systeem(),
    )
    wereld.schrijf("Dank aan Fatima Amrani. Er kwamen 999 deelnemers.", TOP)
    wereld.schrijf("Fatima Amrani kent hier niemand.", HART)


def test_bevindingen_per_rol(wereld, client):
    _naam_in_de_tekst(wereld)
    bureau = voortgang_voor(wereld.bureau, wereld.rapport)
    assert [(v.bevinding.soort, v.bevinding.stuk) for v in plek(bureau, TOP).vondsten] == [
        ("naam", "Fatima Amrani"),
        ("getal", "999 deelnemers"),
    ]
    assert not plek(bureau, HART).vondsten
    (eigen,) = voortgang_voor(wereld.coordinatoren[HART], wereld.rapport).plekken
    assert (eigen.naam, eigen.vondsten) == (HART, ())
    for gebruiker in (wereld.ambtenaar, wereld.vreemde_ambtenaar):
        assert voortgang_voor(gebruiker, wereld.rapport) is None


@pytest.mark.parametrize("rol", ["penningmeester", "beheerder", "deur"])
def test_wie_niet_schrijft_leert_geen_namen(wereld, client, rol):
    from gegevens import gebruiker

    _naam_in_de_tekst(wereld)
    lezer = gebruiker("Lezer", rol, kamer=wereld.kamers[TOP] if rol == "deur" else None)
    assert voortgang_voor(lezer, wereld.rapport) is None
    client.force_login(lezer)
    tekst = client.get(wereld.rapport.get_absolute_url()).content.decode()
    assert "Fatima" not in tekst
    assert 'id="voortgang"' not in tekst


def test_paneel_op_de_bladzijde(wereld, snelle_pdf, client):
    _naam_in_de_tekst(wereld)
    client.force_login(wereld.coordinatoren[TOP])
    tekst = client.get(wereld.rapport.get_absolute_url()).content.decode()
    assert "<strong>1 van de 2</strong> vragen beantwoord" in tekst
    assert "<q>Fatima Amrani</q>" in tekst
    assert "De Verbinding" not in tekst
    client.force_login(wereld.bureau)
    tekst = client.get(wereld.rapport.get_absolute_url()).content.decode()
    assert "<strong>2 van de 8</strong>" in tekst
    vaststelling.leg_ter_controle(rapport=wereld.rapport, door=wereld.bureau)
    assert "<q>Fatima Amrani</q>" in client.get(wereld.rapport.get_absolute_url()).content.decode()
    vaststelling.stel_vast(rapport=Rapport.objects.get(), door=wereld.controleur)
    assert 'id="voortgang"' not in client.get(wereld.rapport.get_absolute_url()).content.decode()


def test_ter_controle_weigert_wat_niets_noemt(wereld):
    wereld.schrijf("Er kwamen {unik} mensen, {uniek} dus.", TOP)
    with pytest.raises(vaststelling.StapKanNiet, match=r"TOP, ‘.*’: \{unik\}"):
        vaststelling.leg_ter_controle(rapport=wereld.rapport, door=wereld.bureau)
    assert Rapport.objects.get().is_concept
    wereld.schrijf("Er kwamen {uniek} mensen, \\{zo} dus.", TOP, versie=1)
    vaststelling.leg_ter_controle(rapport=wereld.rapport, door=wereld.bureau)
    assert not Rapport.objects.get().is_concept


def test_evenveel_queries_bij_meer_kamers(wereld, django_assert_max_num_queries):
    for naam in wereld.kamers:
        wereld.schrijf("Er kwamen {uniek} en 999 deelnemers bij Fatima", naam)
    kamers = list(wereld.kamers.values())
    aantallen = []
    for hoeveel in (1, 3):
        rapport = Rapport.objects.select_related("sjabloon", "afspraak__categorielijst", "begrotingsbron").get()
        with django_assert_max_num_queries(60) as queries:
            voortgang(rapport, kamers[:hoeveel])
        aantallen.append(len(queries))
    assert aantallen[0] == aantallen[1]


def test_cijfers_worden_onthouden_tot_er_iets_verandert(wereld, monkeypatch):
    """Nothing is kept of a transaction that is not over; what is kept goes with the stamp of the data."""
    monkeypatch.setattr(verwijzingen, "_gelezen", type(verwijzingen._gelezen)())
    kamer = wereld.kamers[TOP]
    eerst = antwoordstof(wereld.rapport, kamer)
    assert not verwijzingen._gelezen
    monkeypatch.setattr(verwijzingen, "niemand_schrijft", lambda: True)
    assert antwoordstof(wereld.rapport, kamer) == eerst
    bewaard = antwoordstof(wereld.rapport, kamer)
    assert bewaard is antwoordstof(wereld.rapport, kamer)
    schrijf_velen_in([NieuweDeelnemer("Nieuw", [kamer], date(2020, 1, 1))], door=Gebruiker.objects.systeem())
    assert antwoordstof(wereld.rapport, kamer) is not bewaard
