"""Promises and expectations: writing them, the proposal, and the page on which nothing gets lost."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Q
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from levendjaar import JAAR, maak_jaar

from buurtwerkkamers.models import Bevoegdheid
from buurtwerkkamers.schrijven import Geweigerd
from financien.afsluiten import sluit_maand
from financien.begroten import maak_post
from financien.bijdragen import leg_stap_vast
from financien.bijdragestand import bijdragestand
from financien.boeken import herstel
from financien.boekstand import Poststand, boekstand
from financien.models import Prognose, Verplichting
from financien.prognose_lezen import beloften, prognoserijen, verwachtingen, voorstel
from financien.prognoses import (
    NieuwePrognose,
    laat_vervallen,
    maak_verplichting,
    stel_prognoses_vast,
    trek_prognose_in,
    wijzig_verplichting,
)
from tests.fabrieken import maak_gebruiker

Rol = Bevoegdheid.Rol
PER = date(JAAR, 6, 30)


@pytest.fixture
def w(db):
    return maak_jaar()


def als(rol, kamer=None):
    client = Client()
    client.force_login(maak_gebruiker(rol, kamer=kamer))
    return client


def stand(w, post, per=PER):
    return next(p for p in boekstand(JAAR, per).posten if p.post_id == w.posten[post].pk)


def beloof(w, post="huur top", bedrag="1000", op=date(JAAR, 2, 1)):
    return maak_verplichting(
        post=w.posten[post], omschrijving="contract", bedrag=Decimal(bedrag), aangegaan_op=op, door=w.door
    )


# --- promises -----------------------------------------------------------------------------------------------------


def test_wat_op_een_verplichting_is_geboekt_staat_niet_meer_open(w):
    belofte = beloof(w)
    assert stand(w, "huur top").verplicht == 1000
    eerste = w.boek("huur top", date(JAAR, 3, 1), "400", verplichting=belofte)
    assert (stand(w, "huur top").verplicht, stand(w, "huur top").geboekt) == (600, 400)
    w.boek("huur top", date(JAAR, 3, 2), "900", verplichting=belofte)
    assert stand(w, "huur top").verplicht == 0
    herstel(eerste, omschrijving="fout", datum=date(JAAR, 4, 1), door=w.door)
    assert stand(w, "huur top").verplicht == 100
    (rij,) = beloften(Q(post__jaar=JAAR), PER)
    assert (rij.betaald, rij.over) == (900, 100)
    assert beloften(Q(pk=belofte.pk), date(JAAR, 1, 31))[0].over == 0


def test_een_verplichting_vervalt_en_herleeft(w):
    belofte = beloof(w)
    laat_vervallen(belofte, op=date(JAAR, 5, 1), door=w.door)
    assert [stand(w, "huur top", dag).verplicht for dag in (date(JAAR, 4, 30), date(JAAR, 5, 1))] == [1000, 0]
    with pytest.raises(Geweigerd, match="vervalt op die dag of later"):
        laat_vervallen(belofte, op=date(JAAR, 1, 31), door=w.door)
    laat_vervallen(belofte, op=None, door=w.door)
    assert stand(w, "huur top").verplicht == 1000


def test_een_verplichting_is_van_kosten_en_blijft_op_haar_post_als_erop_is_geboekt(w):
    with pytest.raises(Geweigerd, match="post met kosten"):
        beloof(w, "fonds")
    with pytest.raises(Geweigerd, match="meer dan 0 euro"):
        beloof(w, bedrag="0")
    belofte = beloof(w)
    zo = {"omschrijving": "contract", "bedrag": Decimal(900), "aangegaan_op": date(JAAR, 2, 1), "door": w.door}
    assert wijzig_verplichting(belofte, post=w.posten["huur hart"], **zo).post == w.posten["huur hart"]
    wijzig_verplichting(belofte, post=w.posten["huur top"], **zo)
    w.boek("huur top", date(JAAR, 3, 1), "400", verplichting=belofte)
    with pytest.raises(Geweigerd, match="al geboekt"):
        wijzig_verplichting(belofte, post=w.posten["huur hart"], **zo)


# --- expectations -------------------------------------------------------------------------------------------------


def verwacht(w, post, bedrag, reden="zo denk ik", dag=PER):
    rij = NieuwePrognose(w.posten[post], Decimal(bedrag), reden)
    return stel_prognoses_vast([rij], datum=dag, door=w.door)


def test_alleen_wat_verandert_wordt_bewaard(w):
    assert verwacht(w, "eten", "1200.005").nieuw == 1
    assert Prognose.objects.get().nog_verwacht == Decimal("1200.01")
    assert verwacht(w, "eten", "1200.01", dag=PER + timedelta(days=1)).ongewijzigd == 1
    assert verwacht(w, "eten", "1300").gewijzigd == 1  # the same day: one row
    assert verwacht(w, "eten", "1400", dag=PER + timedelta(days=9)).nieuw == 1
    assert [stand(w, "eten", PER + timedelta(days=n)).nog_verwacht for n in (-1, 0, 8, 9)] == [None, 1300, 1300, 1400]
    with pytest.raises(Geweigerd, match="waarom"):
        verwacht(w, "eten", "5", reden=" ")
    twee = [NieuwePrognose(w.posten["eten"], Decimal(n), "x") for n in (1, 2)]
    with pytest.raises(Geweigerd, match="twee keer"):
        stel_prognoses_vast(twee, datum=PER, door=w.door)


def test_in_een_gesloten_maand_komt_geen_prognose_meer(w):
    sluit_maand(date(JAAR, 1, 1), door=w.door)
    with pytest.raises(Geweigerd, match="gesloten"):
        verwacht(w, "eten", "5", dag=date(JAAR, 1, 31))
    verwacht(w, "eten", "5", dag=date(JAAR, 2, 1))


@given(
    geboekt=st.decimals(Decimal(-9999), Decimal(99999), places=2),
    verplicht=st.decimals(Decimal(0), Decimal(99999), places=2),
    dag=st.dates(date(2019, 1, 1), date(2021, 12, 31)),
)
def test_het_voorstel_volgt_het_tempo_en_is_nooit_minder_dan_nul(geboekt, verplicht, dag):
    post = Poststand(1, "x", "kosten", "", None, None, "", 1, geboekt=geboekt, verplicht=verplicht)
    gekregen = voorstel(post, 2020, dag)
    if dag < date(2020, 1, 1):
        assert gekregen is None
        return
    gegaan = sum(date(2020, 1, 1) + timedelta(days=n) <= dag for n in range(366))
    verwacht = geboekt / gegaan * 366 - geboekt - verplicht
    assert gekregen == max(gekregen, 0)
    assert abs(gekregen - max(verwacht, Decimal(0))) <= Decimal("0.0051")
    assert gekregen == gekregen.quantize(Decimal("0.01"))


def test_het_voorstel_van_een_bijdrage_is_wat_zeker_is_en_nog_moet_komen(w):
    def bijdrage():
        rijen = prognoserijen(bijdragestand(JAAR, PER))
        return next(r for r in rijen if r.post.post_id == w.posten["fonds"].pk).voorstel

    assert bijdrage() is None
    leg_stap_vast(w.posten["fonds"], stand="toegezegd", datum=date(JAAR, 2, 1), bedrag=Decimal(1500), door=w.door)
    assert bijdrage() is None
    leg_stap_vast(w.posten["fonds"], stand="besloten", datum=date(JAAR, 3, 1), bedrag=Decimal(1800), door=w.door)
    w.boek("fonds", date(JAAR, 4, 1), "700")
    assert bijdrage() == 1100


def test_dezelfde_verwachting_later_in_het_jaar_is_een_nieuwe(w):
    verwacht(w, "eten", "1200")
    w.boek("eten", PER + timedelta(days=20), "500")
    over = PER + timedelta(days=31)
    assert (stand(w, "eten", over).nog_verwacht, stand(w, "eten", over).prognose) == (700, 1200)
    assert verwacht(w, "eten", "700", dag=over).ongewijzigd == 1
    assert verwacht(w, "eten", "1200", dag=over).nieuw == 1
    assert (stand(w, "eten", over).nog_verwacht, stand(w, "eten", over).prognose) == (1200, 1700)
    (rij,) = (r for r in prognoserijen(bijdragestand(JAAR, over)) if r.laatste)
    assert (rij.nu, rij.laatste.nog_verwacht) == (1200, 1200)


# --- the page -----------------------------------------------------------------------------------------------------


def velden(client, **erbij):
    """What the browser sends: the fields as drawn, with these changed."""
    import re

    inhoud = client.get(reverse("financien:prognose", args=[JAAR])).content.decode()
    invoer = re.findall(r"<input[^>]*>", inhoud)
    getekend = {}
    for tag in invoer:
        naam = re.search(r'name="([^"]*)"', tag)
        waarde = re.search(r'value="([^"]*)"', tag)
        if naam and "checkbox" not in tag and naam[1] != "csrfmiddlewaretoken":
            getekend[naam[1]] = waarde[1] if waarde else ""
    return getekend | erbij


def test_de_pagina_bewaart_wat_verandert_met_de_datum_van_vandaag(w):
    client, pk = als(Rol.PENNINGMEESTER), w.posten["eten"].pk
    adres = reverse("financien:prognose", args=[JAAR])
    leeg = client.post(adres, velden(client), follow=True)
    assert "niets veranderd" in leeg.content.decode()
    assert not Prognose.objects.exists()
    antwoord = client.post(adres, velden(client, **{f"verwacht-{pk}": "1.250,50", f"reden-{pk}": "kerst"}), follow=True)
    assert "1 verwachting is opgeslagen" in antwoord.content.decode()
    bewaard = Prognose.objects.get()
    zo = (w.posten["eten"], timezone.localdate(), Decimal("1250.50"), "kerst")
    assert (bewaard.post, bewaard.datum, bewaard.nog_verwacht, bewaard.reden) == zo


def test_een_fout_staat_bij_het_vakje_en_er_gaat_niets_verloren(w):
    client = als(Rol.PENNINGMEESTER)
    fout, goed, zonder = (w.posten[naam].pk for naam in ("eten", "huur top", "huur hart"))
    gegevens = velden(client, **{
        f"verwacht-{fout}": "honderd", f"reden-{fout}": "kerst",
        f"verwacht-{goed}": "750", f"reden-{goed}": "huur <b>omhoog</b>",
        f"verwacht-{zonder}": "60",
    })  # fmt: skip
    antwoord = client.post(reverse("financien:prognose", args=[JAAR]), gegevens)
    inhoud = antwoord.content.decode()
    assert antwoord.status_code == 422
    assert not Prognose.objects.exists()
    for stuk in ('value="honderd"', 'value="750"', "huur &lt;b&gt;omhoog", f'id="verwacht-{fout}-fout"',
                 f'id="reden-{zonder}-fout"', "Schrijf een bedrag", "Schrijf op waarom"):  # fmt: skip
        assert stuk in inhoud


def test_een_voorstel_neemt_u_over_met_een_vinkje(w):
    client, pk = als(Rol.PENNINGMEESTER), w.posten["eten"].pk
    adres = reverse("financien:prognose", args=[JAAR])
    # a year that is over: nothing is expected any more
    assert "checked" not in client.get(adres).content.decode()
    assert "checked" in client.get(f"{adres}?voorstel=alle").content.decode()
    client.post(adres, velden(client, **{f"voorstel-{pk}": "12.50"}))
    bewaard = Prognose.objects.get()
    assert bewaard.nog_verwacht == Decimal("12.50")
    assert bewaard.reden.startswith("Voorstel van ")
    twee = velden(client, **{f"voorstel-{pk}": "12.50", f"verwacht-{pk}": "99"})
    assert "Niet allebei" in client.post(adres, twee).content.decode()


def test_wat_een_ander_intussen_invulde_wordt_niet_ongezien_overschreven(w):
    client, eten, huur = als(Rol.PENNINGMEESTER), w.posten["eten"].pk, w.posten["huur top"].pk
    adres = reverse("financien:prognose", args=[JAAR])
    oud = velden(client)
    verwacht(w, "eten", "300", "van een ander", timezone.localdate())
    client.post(adres, oud | {f"verwacht-{huur}": "10", f"reden-{huur}": "x"})
    assert Prognose.objects.get(post=eten).nog_verwacht == 300
    botsing = client.post(adres, oud | {f"verwacht-{eten}": "400", f"reden-{eten}": "y"})
    assert botsing.status_code == 422
    assert "Intussen is hier iets anders ingevuld: 300" in botsing.content.decode()
    assert Prognose.objects.get(post=eten).nog_verwacht == 300


@pytest.mark.parametrize("waarde", ["NaN", "1e5", "\0", "9" * 40, "1.2.3", "-", "€", "12,345"])
def test_vreemde_invoer_is_een_fout_bij_het_vakje(w, waarde):
    client, pk = als(Rol.PENNINGMEESTER), w.posten["eten"].pk
    gegevens = velden(client, **{f"verwacht-{pk}": waarde, f"reden-{pk}": "x", f"voorstel-{pk}": ""})
    assert client.post(reverse("financien:prognose", args=[JAAR]), gegevens).status_code == 422


def test_het_aantal_vragen_groeit_niet_met_de_posten(w):
    def vragen(naam, client):
        with CaptureQueriesContext(
            connection,
        ) as gesteld:
            assert client.get(reverse(f"financien:{naam}", args=[JAAR])).status_code == 200
        return len(gesteld)

    client = als(Rol.PENNINGMEESTER)
    beloof(w)
    voor = [vragen(naam, client) for naam in ("prognose", "verplichtingen")]
    for nummer in range(6):
        post = maak_post(jaar=JAAR, soort="kosten", naam=f"Post {nummer}", kamer=w.hart, door=w.door)
        w.posten[f"p{nummer}"] = post
        beloof(w, f"p{nummer}")
        verwacht(w, f"p{nummer}", "5", dag=timezone.localdate())
    assert [vragen(naam, client) for naam in ("prognose", "verplichtingen")] == voor


def test_een_verplichting_van_het_scherm(w):
    client = als(Rol.PENNINGMEESTER)
    nieuw = reverse("financien:verplichting_nieuw", args=[JAAR])
    gegevens = {
        "post": w.posten["eten"].pk,
        "omschrijving": "catering",
        "bedrag": "1.000,50",
        "aangegaan_op": "2020-03-01",
    }
    leeg = client.post(nieuw, {"omschrijving": ""})
    assert leeg.status_code == 422
    assert "Kies op welke post dit komt" in leeg.content.decode()
    assert client.post(nieuw, gegevens | {"post": w.posten["fonds"].pk}).status_code == 422
    assert client.post(nieuw, gegevens).status_code == 302
    belofte = Verplichting.objects.get()
    eigen = reverse("financien:verplichting", args=[belofte.pk])
    assert "€ 1.000,50" in client.get(reverse("financien:verplichtingen", args=[JAAR])).content.decode()
    assert client.post(eigen, gegevens | {"bedrag": "900"}).status_code == 302
    verval = reverse("financien:verplichting_verval", args=[belofte.pk])
    assert client.post(verval, {"op": "2020-05-01"}).status_code == 302
    assert "vervallen op 1 mei 2020" in client.get(eigen).content.decode()
    client.post(verval, {"herleef": "1"})
    belofte.refresh_from_db()
    assert (belofte.bedrag, belofte.vervallen_op) == (900, None)


def test_een_coordinator_ziet_alleen_verplichtingen_van_de_eigen_kamer(w):
    eigen, ander, samen = beloof(w), beloof(w, "huur hart", "77"), beloof(w, "samen", "88")
    client = als(Rol.COORDINATOR, w.top)
    inhoud = client.get(reverse("financien:verplichtingen", args=[JAAR])).content.decode()
    assert "1.000" in inhoud
    assert "€ 77,00" not in inhoud
    assert "88,00" not in inhoud
    standen = [client.get(reverse("financien:verplichting", args=[v.pk])).status_code for v in (eigen, ander, samen)]
    assert standen == [200, 404, 404]
    assert client.post(reverse("financien:verplichting", args=[eigen.pk]), {}).status_code == 403
    assert client.get(reverse("financien:prognose", args=[JAAR])).status_code == 403


# --- withdrawing --------------------------------------------------------------------------------------------------


def test_een_ingetrokken_verwachting_telt_niet_meer_en_een_gesloten_maand_houdt_haar(w):
    verwacht(w, "eten", "5000", "omdat", date(JAAR, 1, 10))
    januari = sluit_maand(date(JAAR, 1, 1), door=w.door).bron
    assert januari.regels.get(post="Eten en drinken").prognose == 5000
    trek_prognose_in(w.posten["eten"], reden=" de offerte ging niet door ", datum=date(JAAR, 2, 3), door=w.door)
    voor, na = stand(w, "eten", date(JAAR, 2, 2)), stand(w, "eten", date(JAAR, 2, 3))
    assert (voor.nog_verwacht, voor.prognose) == (5000, 5000)
    assert (na.nog_verwacht, na.prognose) == (None, 2400), "de begroting telt weer"
    w.boek("eten", date(JAAR, 2, 10), "3000")
    assert stand(w, "eten").prognose == 3000
    februari = sluit_maand(date(JAAR, 2, 1), door=w.door).bron
    regel = februari.regels.get(post="Eten en drinken")
    assert (regel.prognose, "verwacht" in regel.voetnoot) == (3000, False)
    assert januari.regels.get(post="Eten en drinken").prognose == 5000
    assert [(v.datum, v.bedrag, v.reden, v.geldt) for v in verwachtingen(w.posten["eten"])] == [
        (date(JAAR, 2, 3), None, "de offerte ging niet door", True),
        (date(JAAR, 1, 10), 5000, "omdat", False),
    ]
    verwacht(w, "eten", "100", "omdat", date(JAAR, 3, 5))
    assert stand(w, "eten", date(JAAR, 3, 5)).prognose == 3100, "daarna kan er weer iets worden verwacht"


def test_intrekken_op_de_dag_zelf_laat_zien_wat_er_stond_en_geeft_de_vorige_niet_terug(w):
    verwacht(w, "eten", "4000", "omdat", date(JAAR, 5, 1))
    verwacht(w, "eten", "5000", "omdat", PER)
    trek_prognose_in(w.posten["eten"], reden="toch niet", datum=PER, door=w.door)
    assert Prognose.objects.filter(post=w.posten["eten"]).count() == 2
    assert stand(w, "eten").prognose == 2400
    assert [(v.bedrag, v.vervangen) for v in verwachtingen(w.posten["eten"])] == [
        (None, False), (5000, True), (4000, False)
    ]  # fmt: skip


def test_wat_niet_kan_worden_ingetrokken(w):
    for dag in (date(JAAR, 4, 1), PER):
        with pytest.raises(Geweigerd, match="geen verwachting"):
            trek_prognose_in(w.posten["eten"], reden="x", datum=dag, door=w.door)
        if dag != PER:
            verwacht(w, "eten", "10", "omdat", dag)
            trek_prognose_in(w.posten["eten"], reden="x", datum=dag, door=w.door)
    verwacht(w, "samen", "10", "omdat", date(JAAR, 1, 5))
    with pytest.raises(Geweigerd, match="waarom"):
        trek_prognose_in(w.posten["samen"], reden="  ", datum=PER, door=w.door)
    sluit_maand(date(JAAR, 1, 1), door=w.door)
    with pytest.raises(Geweigerd, match="gesloten"):
        trek_prognose_in(w.posten["samen"], reden="x", datum=date(JAAR, 1, 31), door=w.door)


def test_de_pagina_om_in_te_trekken(w):
    client, vandaag = als(Rol.PENNINGMEESTER), timezone.localdate()
    post = w.posten["eten"]
    adres, blad = reverse("financien:prognose_post", args=[JAAR, post.pk]), reverse("financien:prognose", args=[JAAR])
    leeg = client.get(adres).content.decode()
    assert "Nog geen verwachting" in leeg
    assert "Trek in" not in client.get(blad).content.decode()
    assert "geen verwachting" in client.post(adres, {"reden": "x"}, follow=True).content.decode()
    verwacht(w, "eten", "5000", "offerte van de cateraar", date(JAAR, 6, 1))
    assert "Trek in" in client.get(blad).content.decode()
    pagina = client.get(adres)
    assert "Prognose zonder deze verwachting" in pagina.content.decode()
    gezien = pagina.context["form"].initial["gezien"]
    fout = client.post(adres, {"reden": "", "gezien": gezien})
    assert fout.status_code == 422
    assert "Schrijf op waarom u de verwachting intrekt." in fout.content.decode()
    verwacht(w, "eten", "6000", "een andere offerte", date(JAAR, 6, 2))
    botst = client.post(adres, {"reden": "gaat niet door", "gezien": gezien})
    assert botst.status_code == 422
    assert "Iemand anders heeft dit intussen gewijzigd" in botst.content.decode()
    assert "een andere offerte" in botst.content.decode()
    goed = {"reden": "gaat niet door", "gezien": botst.context["form"]["gezien"].value()}
    na = client.post(adres, goed, follow=True)
    assert f"verwachting van &#x27;{post}&#x27; is ingetrokken" in na.content.decode()
    assert "verwachting ingetrokken op" in na.content.decode()
    assert "Bekijk eerdere" in na.content.decode()
    rij = Prognose.objects.get(post=post, datum=vandaag)
    assert (rij.nog_verwacht, rij.reden) == (None, "gaat niet door")
    eerder = client.get(adres).content.decode()
    for tekst in ("offerte van de cateraar", "een andere offerte", "ingetrokken", "geldt nu"):
        assert tekst in eerder, tekst
    assert client.get(reverse("financien:prognose_post", args=[JAAR + 1, post.pk])).status_code == 404
