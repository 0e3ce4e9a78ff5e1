"""The pages of the budget: who sees what, the grid as a plain form, and the file."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from buurtwerkkamers.models import Bevoegdheid
from financien import begroten as b
from financien.begroten import Bedragcel
from financien.models import Begroting, Begrotingsregel, Boeking, Bron, Maandafsluiting, Post, Regel
from financien.rooster import lees_rooster
from financien.views.ditjaar import BLADEN
from tests.fabrieken import maak_gebruiker, maak_kamer, systeem

pytestmark = pytest.mark.django_db
Rol = Bevoegdheid.Rol


class Wereld:
    """Two kamers with huur, eten of the first, and money of the gemeente that is not divided."""

    def __init__(self) -> None:
        self.top, self.hart = maak_kamer("TOP", volgorde=1), maak_kamer("Hart", volgorde=2)
        self.huur = self._rij("kosten", "Huur", [self.top, self.hart])
        self.eten = self._rij("kosten", "Eten", [self.top])
        self.gemeente = self._rij("financiering", "Gemeente", [None])
        self.wijk = self._rij("financiering", "Wijkgeld", [self.top])
        self.concept = b.maak_begroting(2023, door=systeem())
        zet = [
            (self.huur[0], 1000),
            (self.huur[1], 2222),
            (self.eten[0], 250),
            (self.gemeente[0], 5555),
            (self.wijk[0], 9),
        ]
        b.zet_bedragen(self.concept, [Bedragcel(p, Decimal(x), noot=f"noot {x}") for p, x in zet], door=systeem())

    def _rij(self, soort: str, naam: str, kamers: list) -> list[Post]:
        return b.maak_rij(jaar=2023, soort=soort, naam=naam, kamers=kamers, door=systeem())

    def stel_vast(self, op: date = date(2023, 1, 5)) -> None:
        b.stel_begroting_vast(self.concept, op=op, door=systeem())

    def ingevuld(self, **anders: str) -> dict[str, str]:
        """The grid as a browser posts it, with other texts in some cells ('huur_0' is row huur, first column)."""
        rooster = lees_rooster(2023, Begroting.objects.filter(vastgesteld_op=None).first())
        data = {f"was-{rij.sleutel}": rij.geladen for rij in rooster.rijen}
        data |= {vakje.naam: vakje.tekst for vakje in rooster.vakjes}
        for waar, tekst in anders.items():
            data[self.vakje(waar)] = tekst
        return data

    def vakje(self, waar: str) -> str:
        naam, kolom = waar.split("_")
        return f"b-{getattr(self, naam)[0].pk}-{(self.top.pk, self.hart.pk, 0)[int(kolom)]}"


@pytest.fixture
def w() -> Wereld:
    return Wereld()


def als(rol, kamer=None) -> Client:
    client = Client()
    client.force_login(maak_gebruiker(rol, kamer=kamer))
    return client


def adres(naam: str, *meer, jaar: int = 2023, **vragen) -> str:
    vraag = "&".join(f"{k}={v}" for k, v in vragen.items())
    return reverse(f"financien:{naam}", args=[jaar, *meer]) + (f"?{vraag}" if vraag else "")


def bladen(antwoord) -> dict[str, list[list]]:
    boek = CalamineWorkbook.from_filelike(io.BytesIO(antwoord.content))
    return {naam: boek.get_sheet_by_name(naam).to_python() for naam in boek.sheet_names}


def bedragen() -> dict[str, Decimal]:
    regels = Begrotingsregel.objects.filter(begroting__vastgesteld_op=None)
    return {str(regel.post): regel.bedrag for regel in regels.select_related("post__kamer")}


# --- who sees what ------------------------------------------------------------------------------------------------


def test_een_coordinator_ziet_alleen_de_eigen_kamer(w):
    w.stel_vast()
    b.maak_wijziging(2023, reden="Meer huur", door=systeem())
    nieuw = Begroting.objects.get(versie=2)
    b.zet_bedragen(nieuw, [Bedragcel(w.huur[0], Decimal(1001)), Bedragcel(w.huur[1], Decimal(3333))], door=systeem())
    client = als(Rol.COORDINATOR, w.top)
    geheim = ("Hart", "2.222", "3.333", "5.555", "Gemeente", "3.472", "4.584", "noot 2222")
    for pad in (
        adres("begroting"), adres("begroting", versie=2), adres("begroting_verschil", van=1, naar=2),
        reverse("financien:lijst"),
    ):  # fmt: skip
        inhoud = client.get(pad).content.decode()
        assert [woord for woord in geheim if woord in inhoud.split("<main")[1].split("</main")[0]] == []
        assert "1.00" in inhoud or pad == reverse("financien:lijst")
    cellen = [cel for blad in bladen(client.get(adres("begroting_rekenblad"))).values() for rij in blad for cel in rij]
    assert 1000 in cellen
    assert not {2222, 5555, 3472, "Hart", "Gemeente"} & set(cellen)
    assert client.get(adres("begroting_invullen")).status_code == 403


def test_de_penningmeester_ziet_alles_en_het_saldo(w):
    inhoud = als(Rol.PENNINGMEESTER).get(adres("begroting")).content.decode()
    for woord in ("Concept van versie 1", "€ 3.472", "€ 5.564", "€ 2.092", "noot 2222", "niet per kamer verdeeld"):
        assert woord in inhoud


@pytest.mark.parametrize("vraag", [{"versie": "9"}, {"versie": "x"}, {"versie": "\x00"}])
def test_een_versie_die_er_niet_is(w, vraag):
    client = als(Rol.BUREAU)
    assert client.get(reverse("financien:begroting", args=[2023]), vraag).status_code == 404
    assert (
        client.get(reverse("financien:begroting_verschil", args=[2023]), {"van": "1", "naar": "1"}).status_code == 404
    )
    assert client.get(reverse("financien:begroting", args=[1999])).status_code == 404
    assert client.get(reverse("financien:begroting", args=[99999999999])).status_code == 404


def test_een_jaar_zonder_begroting():
    assert "Maak de begroting" in als(Rol.PENNINGMEESTER).get(adres("begroting", jaar=2031)).content.decode()
    assert "Maak de begroting" not in als(Rol.BUREAU).get(adres("begroting", jaar=2031)).content.decode()


# --- the grid -----------------------------------------------------------------------------------------------------


def test_een_fout_vakje_en_er_wordt_niets_opgeslagen(w):
    client = als(Rol.PENNINGMEESTER)
    voor = bedragen()
    data = w.ingevuld(huur_0="1.111", eten_1="veel <b>", gemeente_2="99999999999") | {
        "nieuw-naam": "Kas",
        "nieuw-soort": "x",
    }
    antwoord = client.post(adres("begroting_invullen"), data)
    inhoud = antwoord.content.decode()
    assert antwoord.status_code == 422
    assert bedragen() == voor
    assert not Post.objects.filter(naam="Kas").exists()
    for waarde in ("1.111", "veel &lt;b&gt;", "99999999999"):
        assert f'value="{waarde}"' in inhoud
    for waar in ("eten_1", "gemeente_2"):
        naam = w.vakje(waar)
        assert f'id="{naam}-fout"' in inhoud
        assert f'href="#{naam}"' in inhoud
    assert 'value="Kas"' in inhoud
    # sums count what is right: 1.111 + 2.222 + 250
    assert "3.583" in inhoud


def test_opslaan_slaat_alleen_op_wat_anders_is(w):
    client = als(Rol.PENNINGMEESTER)
    antwoord = client.post(
        adres("begroting_invullen"), w.ingevuld(huur_0="1.000,50", eten_0="-", eten_2="€ 75,-"), follow=True
    )
    assert "3 bedragen opgeslagen." in antwoord.content.decode()
    assert bedragen() == {
        "Huur (TOP)": Decimal("1000.50"), "Huur (Hart)": 2222, "Eten": 75, "Gemeente": 5555, "Wijkgeld (TOP)": 9,
    }  # fmt: skip
    antwoord = client.post(adres("begroting_invullen"), w.ingevuld(), follow=True)
    assert "Er was niets veranderd." in antwoord.content.decode()


def test_wat_een_ander_intussen_veranderde_komt_terug_met_beide(w):
    client = als(Rol.PENNINGMEESTER)
    data = w.ingevuld(huur_0="1.400", eten_0="260")
    b.zet_bedragen(w.concept, [Bedragcel(w.huur[0], Decimal(1300)), Bedragcel(w.huur[1], Decimal(7))], door=systeem())
    antwoord = client.post(adres("begroting_invullen"), data)
    inhoud = antwoord.content.decode()
    assert antwoord.status_code == 409
    assert 'value="1.400"' in inhoud
    assert "in € 1.300,00" in inhoud
    assert bedragen()["Eten (TOP)"] == 250
    # with a mistake elsewhere the other's change is shown at once, and again it overwrites nothing
    data = w.ingevuld(huur_0="1.400", eten_0="x")
    b.zet_bedragen(w.concept, [Bedragcel(w.huur[0], Decimal(1350))], door=systeem())
    assert "in € 1.350,00" in client.post(adres("begroting_invullen"), data).content.decode()
    # as it came back, sent once more
    assert client.post(adres("begroting_invullen"), w.ingevuld(huur_0="1.400", eten_0="260")).status_code == 302
    assert (bedragen()["Huur (TOP)"], bedragen()["Huur (Hart)"]) == (1400, 7)


def test_een_post_die_intussen_weg_is_neemt_niets_stil_mee(w):
    client = als(Rol.PENNINGMEESTER)
    data = w.ingevuld(eten_0="777", huur_0="1.400")
    b.verwijder_post(w.eten[0], door=systeem())
    antwoord = client.post(adres("begroting_invullen"), data)
    assert antwoord.status_code == 422
    assert "U had daar ingevuld: 777" in antwoord.content.decode()
    assert bedragen()["Huur (TOP)"] == 1000


def test_intussen_vastgesteld_en_toch_niets_kwijt(w):
    client = als(Rol.PENNINGMEESTER)
    data = w.ingevuld(huur_0="1.400")
    w.stel_vast()
    antwoord = client.post(adres("begroting_invullen"), data)
    assert antwoord.status_code == 422
    assert "intussen vastgesteld" in antwoord.content.decode()
    assert 'value="1.400"' in antwoord.content.decode()
    b.maak_wijziging(2023, reden="x", door=systeem())
    assert client.post(adres("begroting_invullen"), data).status_code == 302
    assert bedragen()["Huur (TOP)"] == 1400


@pytest.mark.parametrize(
    "data", [{}, {"b-1-1": "5"}, {"b-x-y": "5", "was-0": "rommel;=;1=a"}, {"naar": "\x00", "kolom": "\x00"}]
)
def test_rommel_doet_niets(w, data):
    voor = bedragen()
    assert als(Rol.PENNINGMEESTER).post(adres("begroting_invullen"), data).status_code in (302, 422)
    assert bedragen() == voor


def test_wie_geen_geladen_waarde_meestuurt_overschrijft_niets(w):
    data = {w.vakje("huur_0"): "5"}
    assert als(Rol.PENNINGMEESTER).post(adres("begroting_invullen"), data).status_code == 409
    assert bedragen()["Huur (TOP)"] == 1000


def test_een_groot_rooster_past_in_een_bericht(w):
    kamers = [w.top, w.hart, *[maak_kamer() for _ in range(4)]]
    for nummer in range(130):
        w._rij("kosten", f"Post {nummer}", kamers)
    antwoord = als(Rol.PENNINGMEESTER).post(adres("begroting_invullen"), w.ingevuld(huur_0="1.001"))
    assert antwoord.status_code == 302
    assert bedragen()["Huur (TOP)"] == 1001


# --- a row ----------------------------------------------------------------------------------------------------------


def test_een_post_wijzigen_met_noten_en_plaats(w):
    client = als(Rol.PENNINGMEESTER)
    pad = adres("begroting_post", w.huur[0].pk)
    assert "noot 1000" in client.get(pad).content.decode()
    data = {
        "naam": "Huur en energie", "groep": "huis", "na": str(w.eten[0].pk), f"noot_{w.top.pk}": "als huurkorting",
        f"noot_{w.hart.pk}": "",
    }  # fmt: skip
    assert client.post(pad, data).status_code == 302
    rij = b.rij_van(Post.objects.get(pk=w.huur[0].pk))
    assert {(p.naam, p.groep) for p in rij} == {("Huur en energie", "huis")}
    assert [r.post.naam for r in lees_rooster(2023, w.concept).rijen][:2] == ["Eten", "Huur en energie"]
    assert list(Begrotingsregel.objects.filter(post__in=rij).order_by("post").values_list("noot", flat=True)) == [
        "als huurkorting", "",
    ]  # fmt: skip
    assert not Begrotingsregel.objects.filter(noot_buiten=True).exists(), (
        "een noot blijft binnen, tenzij u anders kiest"
    )
    # the mark belongs to a note
    data |= {f"buiten_{w.top.pk}": "on", f"buiten_{w.hart.pk}": "on", "na": "0"}
    fout = client.post(pad, data)
    assert fout.status_code == 422
    assert "Schrijf eerst een noot" in fout.content.decode()
    del data[f"buiten_{w.hart.pk}"]
    assert client.post(pad, data).status_code == 302
    assert [r.noot for r in Begrotingsregel.objects.filter(noot_buiten=True)] == ["als huurkorting"]
    assert "Noot, ook voor de financier: als huurkorting" in client.get(adres("begroting_invullen")).content.decode()
    assert "ook voor de financier" in client.get(adres("begroting")).content.decode()
    assert client.post(pad, data | {"na": str(w.eten[0].pk)}).status_code == 302
    # once adopted its name stays; its place may change
    w.stel_vast()
    assert 'name="naam"' not in client.get(pad).content.decode()
    assert client.post(pad, {"naam": "Anders", "na": "0"}).status_code == 302
    assert Post.objects.get(pk=w.huur[0].pk).naam == "Huur en energie"
    assert client.post(pad, {"na": "rommel"}).status_code == 422


def test_een_post_weghalen_en_waarom_soms_niet(w):
    client = als(Rol.PENNINGMEESTER)
    pad = adres("begroting_post_weg", w.eten[0].pk)
    assert "€ 250,00" in client.get(pad).content.decode()
    Boeking.objects.create(post=w.eten[0], datum=date(2023, 2, 1), bedrag=5, omschrijving="brood")
    antwoord = client.post(pad)
    assert antwoord.status_code == 422
    assert "kan niet weg" in antwoord.content.decode()
    assert client.post(adres("begroting_post_weg", w.wijk[0].pk)).status_code == 302
    assert not Post.objects.filter(pk=w.wijk[0].pk).exists()
    assert client.get(adres("begroting_post", w.huur[0].pk, jaar=2022)).status_code == 404


# --- versions -------------------------------------------------------------------------------------------------------


def test_van_vorig_jaar_naar_een_nieuw_jaar(w):
    w.stel_vast()
    client = als(Rol.PENNINGMEESTER)
    pad = adres("begroting_maken", jaar=2024)
    assert "De posten van 2023" in client.get(pad).content.decode()
    assert client.post(pad, {"uit": "rommel"}).status_code == 422
    assert client.post(pad, {"uit": str(w.concept.pk), "bedragen": "on"}).status_code == 302
    assert bedragen()["Huur (Hart)"] == 2222
    assert client.post(pad, {"uit": "leeg"}).status_code == 422  # there is one by now
    assert client.get(adres("begroting_maken")).status_code == 302  # adopted: nothing to begin


def test_vaststellen_wijzigen_en_intrekken(w):
    client = als(Rol.PENNINGMEESTER)
    for naam in ("vaststellen", "intrekken"):
        assert client.get(adres(f"begroting_{naam}")).status_code == 200
    assert client.post(adres("begroting_vaststellen"), {"op": "rommel"}).status_code == 422
    straks = client.post(adres("begroting_vaststellen"), {"op": "2099-12-31"})
    assert "nog niet geweest" in straks.context["form"].errors["op"][0]
    assert client.post(adres("begroting_vaststellen"), {"op": "2023-01-05"}).status_code == 302
    assert client.get(adres("begroting_invullen")).status_code == 302
    assert client.post(adres("begroting_wijzigen"), {"reden": " "}).status_code == 422
    assert client.post(adres("begroting_wijzigen"), {"reden": "Meer huur"}).status_code == 302
    assert client.post(adres("begroting_vaststellen"), {"op": "2023-01-04"}).status_code == 422
    assert "Meer huur" in client.get(adres("begroting")).content.decode()
    assert client.post(adres("begroting_intrekken")).status_code == 302
    assert Begroting.objects.get().versie == 1
    assert Post.objects.count() == 5


def test_het_rekenblad_heeft_getallen_en_geen_formules(w):
    post = b.maak_post(jaar=2023, soort="kosten", naam="=1+1", groep="@groep", door=systeem())
    b.zet_bedragen(w.concept, [Bedragcel(post, Decimal("0.10"), noot="=HYPERLINK(1)")], door=systeem())
    antwoord = als(Rol.BUREAU).get(adres("begroting_rekenblad"))
    assert antwoord["Content-Disposition"] == 'attachment; filename="begroting-2023-versie-1.xlsx"'
    gelezen = bladen(antwoord)
    assert [cel for blad in gelezen.values() for rij in blad for cel in rij if str(cel).startswith("=1+1")]
    with zipfile.ZipFile(io.BytesIO(antwoord.content)) as boek:
        assert not [n for n in boek.namelist() if n.startswith("xl/worksheets/") and b"<f>" in boek.read(n)]
    kosten = next(blad for titel, blad in gelezen.items() if titel.startswith("Kosten"))
    totaal = next(rij for rij in kosten if rij[0] == "Totaal kosten")
    assert totaal[1:5] == [1250, 2222, 0.1, 3472.1]


# --- the page of money ----------------------------------------------------------------------------------------------


def test_elk_blad_van_dit_jaar_gaat_open_voor_wie_het_ziet(w):
    w.stel_vast()
    for rol in (Rol.PENNINGMEESTER, Rol.BUREAU, Rol.COORDINATOR):
        client = als(rol, w.top if rol == Rol.COORDINATOR else None)
        inhoud = client.get(reverse("financien:lijst"), {"jaar": "2023"}).content.decode()
        gelinkt = [blad for blad in BLADEN if f'href="{blad.adres(2023)}"' in inhoud]
        assert {client.get(blad.adres(2023)).status_code for blad in gelinkt} == {200}
        assert len(gelinkt) >= (len(BLADEN) if rol == Rol.PENNINGMEESTER else 5)


def test_archieven_van_maanden_staan_niet_bij_de_bronnen(w):
    archief, bron = Bron.objects.create(naam="Stand t/m januari 2023"), Bron.objects.create(naam="Bod 2017")
    for eigen in (archief, bron):
        Regel.objects.create(bron=eigen, jaar=2023, soort="kosten", post="Huur", begroot=5)
    Maandafsluiting.objects.create(
        begroting=w.concept, maand=date(2023, 1, 1), bron=archief, gesloten_op=date(2023, 2, 2)
    )
    inhoud = als(Rol.PENNINGMEESTER).get(reverse("financien:lijst")).content.decode()
    assert "Bod 2017" in inhoud
    assert "Stand t/m januari" not in inhoud


def test_het_aantal_vragen_staat_vast(w):
    client = als(Rol.PENNINGMEESTER)
    w.stel_vast()
    b.maak_wijziging(2023, reden="x", door=systeem())
    paden = [
        reverse("financien:lijst"), adres("begroting"), adres("begroting_verschil", van=1, naar=2),
        adres("begroting_invullen"), adres("begroting_post", w.huur[0].pk), adres("begroting_rekenblad"),
    ]  # fmt: skip

    def vragen() -> list[int]:
        aantallen = []
        for pad in paden:
            with CaptureQueriesContext(connection) as gevraagd:
                assert client.get(pad).status_code == 200
            aantallen.append(len(gevraagd))
        return aantallen

    vragen()
    eerst = vragen()
    for nummer in range(3):
        rij = w._rij("kosten", f"Erbij {nummer}", [w.top, w.hart, None])
        nieuw = Begroting.objects.get(versie=2)
        b.zet_bedragen(nieuw, [Bedragcel(p, Decimal(5), noot="n") for p in rij], door=systeem())
    assert vragen() == eerst


def test_vaststellen_gaat_over_de_bedragen_die_de_pagina_toonde(w):
    client = als(Rol.PENNINGMEESTER)
    getoond = client.get(adres("begroting_vaststellen")).context["form"]["getoond"].value()
    b.zet_bedragen(w.concept, [Bedragcel(w.eten[0], Decimal(300), noot="noot 250")], door=systeem())
    antwoord = client.post(adres("begroting_vaststellen"), {"op": "2023-01-05", "getoond": getoond})
    assert antwoord.status_code == 422
    assert "Eten (TOP): € 250,00 (noot 250) is nu € 300,00 (noot 250)" in antwoord.content.decode()
    assert Begroting.objects.get().vastgesteld_op is None
    for rommel in ("[]", "{", '{"1":2}'):
        assert client.post(adres("begroting_vaststellen"), {"op": "2023-01-05", "getoond": rommel}).status_code == 422
    nu = antwoord.context["form"]["getoond"].value()
    assert client.post(adres("begroting_vaststellen"), {"op": "2023-01-05", "getoond": nu}).status_code == 302
