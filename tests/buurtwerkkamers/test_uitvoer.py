"""A list as a spreadsheet: what the filter shows, each cell of its own kind, no formulas, only for who may, logged."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import UTC, date, datetime, time
from decimal import Decimal

import django_filters
import django_tables2 as tables
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse
from django.utils.html import format_html
from python_calamine import CalamineWorkbook

from buurtwerkkamers import lijsten
from buurtwerkkamers.lijstbestand import Toelichting, keuzes_in_woorden, schrijf_bestand
from buurtwerkkamers.lijsten import (
    DatumKolom,
    EuroKolom,
    GetalKolom,
    Lijst,
    Lijsttabel,
    ProcentKolom,
    UitvoerForm,
)
from buurtwerkkamers.models import Kamer, Logregel, Organisatie, Wijk
from buurtwerkkamers.rechten import mag
from buurtwerkkamers.werkboek import LANGSTE_TEKST, Werkboek
from deelnemers.registratie import NieuweRol, geef_rollen
from tests.fabrieken import Rol, maak_activiteit, maak_deelnemer, maak_gebruiker, maak_huis, systeem

FORMULES = [
    "=1+1", "=HYPERLINK(\"http://kwaad.invalid\",\"klik\")", "=cmd|' /C calc'!A0", "+1+1", "+cmd|' /C calc'!A0",
    "-1+1", "-2+3+cmd|' /C calc'!A0", "@SUM(1+1)", "@SUM(1+1)*cmd|' /C calc'!A0", "\t=1+1", "\r=1+1", "\n=1+1",
    "|cmd", "%0A=1+1", "=IMPORTXML(\"http://kwaad.invalid\",\"//a\")", "{=1+1}", "=DDE(\"cmd\";\"/C calc\")", " =1+1",
    "http://kwaad.invalid/?=1", "'=1+1", "mailto:kwaad@voorbeeld.invalid", "_x003D_1+1", "1234", "2020-01-01",
]  # fmt: skip
OVER = Toelichting("Proef", (("Kamer", "TOP"),), "Bep", "14 maart 2020, 9:05 uur")


def bladen(inhoud: bytes) -> dict[str, list[list]]:
    boek = CalamineWorkbook.from_filelike(io.BytesIO(inhoud))
    return {naam: boek.get_sheet_by_name(naam).to_python(skip_empty_area=False) for naam in boek.sheet_names}


def xml(inhoud: bytes) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(inhoud)) as boek:
        return {naam: boek.read(naam).decode() for naam in boek.namelist()}


def zonder_formules(inhoud: bytes) -> bool:
    delen = xml(inhoud)
    return not any(
        re.search(r"<f[ >/]|<hyperlink|ddeLink|oleLink", delen[naam]) or "externalLink" in naam for naam in delen
    )


def uit_tabel(tabel: tables.Table) -> bytes:
    bestand = io.BytesIO()
    schrijf_bestand(bestand, tabel, OVER)
    return bestand.getvalue()


def inhoud(antwoord) -> bytes:
    assert antwoord.status_code == 200, antwoord.content
    assert antwoord["Content-Type"] == lijsten.XLSX
    return b"".join(antwoord.streaming_content)


def ingelogd(gebruiker) -> Client:
    client = Client()
    client.force_login(gebruiker)
    return client


# --- cells ------------------------------------------------------------------------------------------------------


class Tabel(Lijsttabel):
    naam = tables.Column()
    keer = GetalKolom(verbose_name="Keren")
    bedrag = EuroKolom(centen=True)
    rond = EuroKolom(accessor="bedrag")
    deel = ProcentKolom()
    dag = DatumKolom()
    moment = tables.Column()
    uur = tables.Column()
    jaar = tables.Column()
    ja = tables.Column()
    einde = DatumKolom(default="loopt nog")
    samen = GetalKolom(accessor="naam")
    mooi = tables.Column(accessor="naam")
    geheim = tables.Column(accessor="naam", visible=False)

    def render_moment(self, value):
        return f"om {value}"

    def render_samen(self, value):
        return "€ −1.234,50" if value == "Amina" else "onbekend"

    def render_mooi(self, value):
        return format_html("<b>{}</b>\n<i>&amp;</i>", value)


RIJ = {
    "naam": "Amina", "keer": 1234, "bedrag": Decimal("99.50"), "deel": 41, "dag": date(2020, 3, 4),
    "moment": datetime(2020, 7, 1, 10, 30, tzinfo=UTC), "uur": time(9, 5), "jaar": 1980, "ja": True, "einde": None,
}  # fmt: skip
LEEG = dict.fromkeys(RIJ) | {"naam": "<b>&amp; Chen"}


def test_elke_cel_is_wat_ze_is():
    kop, amina, chen = bladen(uit_tabel(Tabel([RIJ, LEEG])))["Proef"]
    assert kop[:3] == ["Naam", "Keren", "Bedrag"]
    assert "Geheim" not in kop
    assert amina == [
        "Amina", 1234.0, 99.5, 99.5, 41.0, date(2020, 3, 4), datetime.fromisoformat("2020-07-01 12:30"),
        time(9, 5), 1980.0, "ja", "loopt nog", -1234.5, "Amina &",
    ]  # fmt: skip
    assert chen[0] == "<b>&amp; Chen"
    assert chen[1:10] == [""] * 9
    assert chen[11:] == ["onbekend", "<b>&amp; Chen &"]


def test_kop_is_vet_en_blijft_staan_met_een_filter():
    delen = xml(uit_tabel(Tabel([RIJ])))
    blad = delen["xl/worksheets/sheet1.xml"]
    assert '<autoFilter ref="A1:M2"/>' in blad
    assert 'state="frozen"' in blad
    assert "<b/>" in delen["xl/styles.xml"]
    assert "&quot;€&quot; #,##0.00" in delen["xl/styles.xml"]


def test_het_tweede_blad_zegt_wat_het_eerste_is():
    over = dict(rij[:2] for rij in bladen(uit_tabel(Tabel([RIJ])))["Toelichting"])
    assert over == {
        "Lijst": "Proef", "Kamer": "TOP", "Aantal regels": 1.0, "Gemaakt door": "Bep",
        "Gemaakt op": "14 maart 2020, 9:05 uur",
    }  # fmt: skip


@pytest.mark.parametrize("tekst", FORMULES)
def test_een_formule_blijft_tekst(tekst):
    """In every place where a text can come: a plain cell, a rendered one, the header, the title, a filter."""

    class Formuletabel(Lijsttabel):
        naam = tables.Column(verbose_name=tekst)
        nog = tables.Column(accessor="naam")

        def render_nog(self, value):
            return value

    bestand = io.BytesIO()
    schrijf_bestand(bestand, Formuletabel([{"naam": tekst}]), Toelichting(tekst, ((tekst, tekst),), tekst, "nu", tekst))
    uit = bestand.getvalue()
    assert zonder_formules(uit)
    eerste, over = bladen(uit).values()
    assert eerste[1] == [tekst, tekst]
    assert eerste[0][0] == tekst
    assert [tekst, tekst] in over
    if tekst[0] in "=+-@|%\t\r\n":
        assert 'quotePrefix="1"' in xml(uit)["xl/styles.xml"]


@pytest.mark.parametrize(
    ("tekst", "over"),
    [
        ("a\0b\x0bc\x1fd", "abcd"), ("a\ud800b", "ab"), ("a\ufffeb\uffff", "ab"), ("🙂 مرحبا 你好", "🙂 مرحبا 你好"),
        (" spatie ", " spatie "), ("x" * (LANGSTE_TEKST + 5), "x" * (LANGSTE_TEKST - 1) + "…"),
    ],
)  # fmt: skip
def test_rare_tekens(tekst, over):
    assert bladen(uit_tabel(Tabel([RIJ | {"naam": tekst}])))["Proef"][1][0] == over


@pytest.mark.parametrize("waarde", [float("nan"), float("inf"), 10**20, Decimal("NaN"), date(1066, 10, 14)])
def test_een_getal_of_dag_die_een_rekenblad_niet_kent_is_tekst(waarde):
    bestand = io.BytesIO()
    with Werkboek(bestand, titel="x") as boek:
        boek.waarde(boek.blad("x"), 0, 0, waarde)
    assert bladen(bestand.getvalue())["x"][0][0] == str(waarde)


def test_een_lege_lijst_is_een_bestand_met_alleen_koppen():
    assert len(bladen(uit_tabel(Tabel([])))["Proef"]) == 1


class Keuzefilter(django_filters.FilterSet):
    naam = django_filters.CharFilter(label="Naam")
    soort = django_filters.ChoiceFilter(label="Soort", choices=[("a", "Soort A")])
    wijk = django_filters.ModelChoiceFilter(label="Wijk", queryset=lambda request: Wijk.objects.all())
    sinds = django_filters.DateFilter(label="Sinds")
    nieuw = django_filters.BooleanFilter(label="Nieuw")

    class Meta:
        model = Kamer
        fields = ()


@pytest.mark.django_db
def test_de_keuzes_staan_er_in_woorden():
    wijk = Wijk.objects.create(naam="Ondiep")
    gegevens = {"naam": "x", "soort": "a", "wijk": wijk.pk, "sinds": "2020-03-04", "nieuw": "true"}
    form = Keuzefilter(gegevens, Kamer.objects.all()).form
    assert form.is_valid()
    assert keuzes_in_woorden(form) == (
        ("Naam", "x"), ("Soort", "Soort A"), ("Wijk", "Ondiep"), ("Sinds", "04-03-2020"), ("Nieuw", "ja"),
    )  # fmt: skip
    leeg = Keuzefilter({}, Kamer.objects.all()).form
    assert leeg.is_valid()
    assert keuzes_in_woorden(leeg) == ()


# --- pages ------------------------------------------------------------------------------------------------------


@pytest.fixture
def huis():
    return maak_huis()


def mensenlijst(huis, **vraag):
    return ingelogd(huis.gebruikers[Rol.BUREAU]).get(reverse("deelnemers:lijst"), {"uitvoer": "xlsx", **vraag})


def neem_mee(client, adres, reden="Brief aan alle buren sturen", **vraag):
    pad = f"{adres}?{'&'.join(f'{k}={v}' for k, v in {**vraag, 'uitvoer': 'xlsx'}.items())}"
    return client.post(pad, {"reden": reden})


@pytest.mark.django_db
def test_een_lijst_met_namen_is_alleen_voor_het_bureau(huis):
    maak_deelnemer(huis.eigen, "Amina", achternaam="Zeldzaam")
    adres = reverse("deelnemers:lijst")
    for rol, gebruiker in huis.gebruikers.items():
        client = ingelogd(gebruiker)
        code = 200 if rol == Rol.BUREAU else 403
        assert client.get(adres, {"uitvoer": "xlsx"}).status_code == code
        antwoord = neem_mee(client, adres)
        assert antwoord.status_code == code
        assert code == 403 or inhoud(antwoord)
    assert Logregel.objects.filter(actie=Logregel.Actie.GEEXPORTEERD).count() == 1
    coordinator = ingelogd(huis.gebruikers[Rol.COORDINATOR]).get(adres).content.decode()
    assert "Vraag het bureau" in coordinator
    assert "uitvoer=xlsx" not in coordinator
    bureau = ingelogd(huis.gebruikers[Rol.BUREAU]).get(adres, {"zoek": "amina", "page": "1"}).content.decode()
    assert 'href="/deelnemers/?zoek=amina&amp;uitvoer=xlsx"' in bureau


@pytest.mark.django_db
def test_eerst_een_reden_dan_het_bestand_en_een_regel_in_het_logboek(huis):
    maak_deelnemer(huis.eigen, "Amina", achternaam="Zeldzaam")
    maak_deelnemer(huis.ander, "Bram")
    client = ingelogd(huis.gebruikers[Rol.BUREAU])
    adres = reverse("deelnemers:lijst")
    vraag = client.get(adres, {"uitvoer": "xlsx", "kamer": huis.eigen.pk})
    assert "Waarvoor hebt u dit bestand nodig?" in vraag.content.decode()
    assert "1 deelnemer, met namen" in vraag.content.decode()
    for reden in ("", "kort", "BSN 111222333 nodig", "x" * 300, "a\0bcdefghijkl"):
        assert neem_mee(client, adres, reden).status_code == 422
    assert not Logregel.objects.filter(actie=Logregel.Actie.GEEXPORTEERD).exists()
    antwoord = neem_mee(client, adres, kamer=huis.eigen.pk)
    assert re.search(r'attachment; filename="deelnemers-\d{4}-\d\d-\d\d\.xlsx"', antwoord["Content-Disposition"])
    assert "no-store" in antwoord["Cache-Control"]
    lijst, over = bladen(inhoud(antwoord)).values()
    assert [rij[0] for rij in lijst] == ["Naam", "Amina Zeldzaam"]
    assert ["Kamer", str(huis.eigen.label)] in over
    assert ["Reden", "Brief aan alle buren sturen"] in over
    regel = Logregel.objects.get(actie=Logregel.Actie.GEEXPORTEERD)
    assert (regel.onderwerp_soort, regel.onderwerp_id) == ("lijst deelnemers", "1 deelnemer")
    assert (regel.kamer, regel.gebruiker) == (huis.eigen, huis.gebruikers[Rol.BUREAU])
    assert regel.reden == "Brief aan alle buren sturen"
    assert "Zeldzaam" not in str(vars(regel))


@pytest.mark.django_db
def test_alle_bladzijden_in_de_gekozen_volgorde(huis, django_assert_max_num_queries):
    for n in range(60):
        maak_deelnemer(huis.eigen, f"Mens{n:02}")
    client = ingelogd(huis.gebruikers[Rol.BUREAU])
    with django_assert_max_num_queries(20):
        antwoord = neem_mee(client, reverse("deelnemers:lijst"), sort="-naam", page=2)
    namen = [rij[0] for rij in bladen(inhoud(antwoord))["Deelnemers"][1:]]
    assert namen == [f"Mens{n:02}" for n in reversed(range(60))]
    enkel = neem_mee(client, reverse("deelnemers:lijst"), zoek="mens07")
    assert [rij[0] for rij in bladen(inhoud(enkel))["Deelnemers"][1:]] == ["Mens07"]


@pytest.mark.django_db
def test_een_rol_van_een_doelgroep_gaat_nooit_mee(huis):
    mens = maak_deelnemer(huis.eigen, "Amina")
    rollen = [NieuweRol(mens.pk, huis.eigen.pk, rol, date(2020, 1, 1)) for rol in ("nieuwe bewoner", "sleutelhouder")]
    geef_rollen(rollen, door=systeem())
    uit = inhoud(neem_mee(ingelogd(huis.gebruikers[Rol.BUREAU]), reverse("deelnemers:lijst")))
    assert "sleutelhouder" in str(bladen(uit))
    assert not any("nieuwe bewoner" in deel for deel in xml(uit).values())


@pytest.mark.django_db
def test_een_lijst_zonder_namen_is_voor_wie_haar_mag_zien(huis):
    maak_activiteit(huis.eigen, "Eettafel")
    maak_activiteit(huis.ander, "Zeldzaamheid")
    client = ingelogd(huis.gebruikers[Rol.COORDINATOR])
    assert "Download als Excel" in client.get(reverse("activiteiten:lijst")).content.decode()
    uit = bladen(inhoud(client.get(reverse("activiteiten:lijst"), {"uitvoer": "xlsx"})))
    assert [rij[0] for rij in uit["Activiteiten"]] == ["Naam", "Eettafel"]
    regel = Logregel.objects.get(actie=Logregel.Actie.GEEXPORTEERD)
    assert (regel.onderwerp_soort, regel.onderwerp_id, regel.kamer) == (
        "lijst activiteiten", "1 activiteit", huis.eigen,
    )  # fmt: skip
    assert client.post(reverse("activiteiten:lijst") + "?uitvoer=xlsx").status_code == 405
    gemeente = ingelogd(huis.gebruikers[Rol.GEMEENTE])
    assert gemeente.get(reverse("activiteiten:lijst"), {"uitvoer": "xlsx"}).status_code == 403


@pytest.mark.django_db
def test_kamers_met_hun_cijfer_als_getal(huis):
    uit = bladen(inhoud(ingelogd(huis.gebruikers[Rol.BUREAU]).get(reverse("kamers:lijst"), {"uitvoer": "xlsx"})))
    kop, *rijen = uit["Buurtwerkkamers"]
    assert all(isinstance(rij[kop.index("Mensen dit jaar")], float) for rij in rijen)


@pytest.mark.django_db
def test_te_veel_regels_zegt_wat_te_doen(huis, monkeypatch):
    monkeypatch.setattr(lijsten, "MEESTE_RIJEN", 1)
    maak_deelnemer(huis.eigen)
    maak_deelnemer(huis.eigen)
    antwoord = mensenlijst(huis, sort="naam")
    assert (antwoord.status_code, antwoord["Location"]) == (302, "/deelnemers/?sort=naam")
    volgende = ingelogd(huis.gebruikers[Rol.BUREAU])
    volgende.cookies.update(antwoord.cookies)
    antwoord = volgende.get(reverse("deelnemers:lijst"), {"uitvoer": "xlsx"}, follow=True)
    assert "Dit zijn 2 regels" in antwoord.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("vraag", [{"kamer": "x"}, {"sinds": "gisteren"}, {"rol": "nieuwe bewoner"}, {"zoek": "\0"}])
def test_een_filter_dat_niet_klopt_geeft_de_lijst_met_de_fout(huis, vraag):
    antwoord = mensenlijst(huis, **vraag)
    assert antwoord.status_code == 302
    assert "uitvoer" not in antwoord["Location"]


@pytest.mark.django_db
def test_iets_anders_dan_xlsx_is_gewoon_de_lijst(huis):
    client = ingelogd(huis.gebruikers[Rol.BUREAU])
    for vraag in ({"uitvoer": "pdf"}, {"uitvoer": ""}):
        assert client.get(reverse("deelnemers:lijst"), vraag)["Content-Type"].startswith("text/html")
    assert client.post(reverse("deelnemers:lijst"), {"reden": "x" * 20}).status_code == 405


@pytest.mark.django_db
def test_formules_in_elke_lijst(huis):
    """Through the pages themselves, in every text that people type for these lists."""
    for tekst in FORMULES:
        maak_deelnemer(huis.eigen, tekst, achternaam=tekst)
        maak_activiteit(huis.eigen, tekst)
        Wijk.objects.create(naam=tekst)
        Organisatie.objects.create(naam=tekst)
        Kamer.objects.create(naam=tekst, adres=tekst)
        maak_gebruiker(Rol.PENNINGMEESTER, naam=tekst)
    bureau, beheer = ingelogd(huis.gebruikers[Rol.BUREAU]), ingelogd(huis.gebruikers[Rol.BEHEERDER])
    antwoorden = [neem_mee(bureau, reverse("deelnemers:lijst"))]
    for wie, namen in (
        (bureau, ("activiteiten:lijst", "kamers:lijst")),
        (beheer, ("beheer:wijken", "beheer:organisaties", "beheer:start")),
    ):
        antwoorden += [wie.get(reverse(naam), {"uitvoer": "xlsx"}) for naam in namen]
    for antwoord in antwoorden:
        uit = inhoud(antwoord)
        assert zonder_formules(uit)
        cellen = {plat(cel) for rij in next(iter(bladen(uit).values())) for cel in rij}
        for tekst in FORMULES:
            assert {plat(tekst), plat(f"{tekst} {tekst}")} & cellen


def plat(tekst) -> str:
    return " ".join(str(tekst).split())


# --- every list, also those that come later ---------------------------------------------------------------------


def alle_lijsten(deel=None, voor=""):
    for patroon in (deel or get_resolver()).url_patterns:
        if not isinstance(patroon, URLPattern):
            ruimte = f"{voor}{patroon.namespace}:" if patroon.namespace else voor
            yield from alle_lijsten(patroon, ruimte)
        else:
            klasse = getattr(patroon.callback, "view_class", None)
            if klasse and issubclass(klasse, Lijst):
                yield f"{voor}{patroon.name}", klasse


def test_de_veilige_keuze_is_de_gewone():
    assert Lijst.met_namen is True
    zonder = {klasse.__name__ for _, klasse in alle_lijsten() if not klasse.met_namen}
    mensen = {"Deelnemers", "Uren", "Klussen", "Samenvoegingen"}
    assert zonder
    assert not zonder & mensen


@pytest.mark.django_db
def test_elke_lijst_gaat_mee_voor_wie_mag(huis):
    """Whatever lists there are: the file opens, or it is refused; names go with whose work they are; never an error."""
    maak_deelnemer(huis.eigen, "Zeldzaam")
    maak_activiteit(huis.eigen)
    gezien = set()
    for naam, klasse in alle_lijsten():
        try:
            adres = reverse(naam)
        except NoReverseMatch:  # lists of one kamer have an address of their own
            continue
        for gebruiker in huis.gebruikers.values():
            client = ingelogd(gebruiker)
            antwoord = client.get(adres, {"uitvoer": "xlsx"})
            if antwoord.status_code == 200 and antwoord["Content-Type"] != lijsten.XLSX:
                assert mag(gebruiker, klasse.uitvoerrecht), (naam, gebruiker.rollen)
                antwoord = neem_mee(client, adres)
            if antwoord.status_code == 403:
                zonder_recht = not mag(gebruiker, klasse.recht)
                assert zonder_recht or (klasse.met_namen and not mag(gebruiker, klasse.uitvoerrecht)), naam
                continue
            uit = inhoud(antwoord)
            assert mag(gebruiker, klasse.recht)
            assert zonder_formules(uit)
            assert Rol.BUREAU in gebruiker.rollen or not any("Zeldzaam" in deel for deel in xml(uit).values())
            gezien.add(naam)
    assert {"deelnemers:lijst", "activiteiten:lijst", "kamers:lijst"} <= gezien


def test_een_lijst_zonder_recht_start_niet_en_de_vraag_heeft_eigen_woorden():
    with pytest.raises(ImproperlyConfigured):
        Lijst.as_view()
    assert UitvoerForm({}).errors["reden"] == ["Schrijf op waarvoor u het bestand nodig hebt."]
