"""The base of the list pages: markup, sorting, emptiness, closed without a right, constant queries."""

from datetime import date
from decimal import Decimal

import django_filters
import django_tables2 as tables
import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.template.loader import render_to_string
from django.test import RequestFactory
from lxml import html

from buurtwerkkamers import rechten
from buurtwerkkamers.lijsten import DatumKolom, EuroKolom, GetalKolom, Lijst, Lijsttabel
from buurtwerkkamers.models import Wijk


class Tabel(Lijsttabel):
    naam = tables.Column()
    keer = GetalKolom(verbose_name="Keren")
    waarde = EuroKolom()
    precies = EuroKolom(centen=True, accessor="waarde")
    sinds = DatumKolom()


RIJEN = [
    {"naam": "<b>Amina</b>", "keer": 1234, "waarde": Decimal("99.5"), "sinds": date(2020, 3, 4)},
    {"naam": "Chen", "keer": 0, "waarde": None, "sinds": None},
]


def vraag(adres="/"):
    """A request of nobody: these pages are about lists, not about people."""
    verzoek = RequestFactory().get(adres)
    verzoek.user = AnonymousUser()
    return verzoek


def teken(tabel, adres="/"):
    verzoek = vraag(adres)
    tables.RequestConfig(verzoek, paginate={"per_page": 1 if "page" in adres else 50}).configure(tabel)
    return html.fromstring(render_to_string("onderdelen/tabel.html", {"table": tabel}, request=verzoek))


def test_een_rij_is_een_kop_met_cellen_die_hun_naam_kennen():
    pagina = teken(Tabel(RIJEN))
    assert [th.text_content() for th in pagina.xpath("//tbody//th[@scope='row']")] == ["<b>Amina</b>", "Chen"]
    eerste, tweede = (
        [(td.get("data-label"), td.text_content(), td.get("class")) for td in tr.xpath("td")]
        for tr in pagina.xpath("//tbody/tr")
    )
    assert eerste == [
        ("Keren", "1.234", "getal"),
        ("Waarde", "€ 100", "getal"),
        ("Precies", "€ 99,50", "getal"),
        ("Sinds", "04-03-2020", "getal"),
    ]
    assert [tekst for _, tekst, _ in tweede] == ["0", "–", "–", "–"]


def test_sorteren_houdt_het_filter_en_begint_vooraan():
    pagina = teken(Tabel(RIJEN), "/?kamer=top&sort=keer&page=2")
    koppen = {th.text_content(): th for th in pagina.xpath("//thead//th")}
    assert koppen["Keren"].get("aria-sort") == "ascending"
    assert koppen["Keren"].xpath("string(a/@href)") == "?kamer=top&sort=-keer"
    assert koppen["Naam"].get("aria-sort") is None
    assert pagina.xpath("string(//a[@rel='prev']/@href)") == "?kamer=top&sort=keer&page=1"


def test_een_lijst_zonder_recht_start_niet():
    class ZonderRecht(Lijst):
        pass

    with pytest.raises(ImproperlyConfigured, match="recht"):
        ZonderRecht.as_view()


class WijkFilter(django_filters.FilterSet):
    naam = django_filters.CharFilter(lookup_expr="icontains", label="Naam")
    anders = django_filters.CharFilter(field_name="naam", label="Anders")

    class Meta:
        model = Wijk
        fields = ("naam",)


class WijkTabel(Lijsttabel):
    naam = tables.Column()


class Wijken(Lijst):
    recht = "kamers.zien"
    titel = "Wijken"
    enkelvoud = "wijk"
    meervoud = "wijken"
    leeg_titel = "Nog geen wijken"
    table_class = WijkTabel
    filterset_class = WijkFilter

    def get_queryset(self):
        return Wijk.objects.all()

    def acties(self):
        return [("Wijk toevoegen", "/nieuw/")]


@pytest.fixture
def wijken(monkeypatch):
    monkeypatch.setattr(rechten, "mag", lambda *args: True)
    view = Wijken.as_view()
    return lambda adres="/": view(vraag(adres)).render().content.decode()


def test_zonder_recht_geen_lijst(monkeypatch):
    monkeypatch.setattr(rechten, "mag", lambda *args: False)
    with pytest.raises(PermissionDenied):
        Wijken.as_view()(vraag())


@pytest.mark.django_db
def test_leeg_zegt_wat_je_kunt_doen(wijken):
    assert "Nog geen wijken" in wijken()
    assert 'href="/nieuw/"' in wijken()
    assert "Niets gevonden" in wijken("/?naam=zuilen")


@pytest.mark.django_db
def test_filter_en_aantal(wijken):
    Wijk.objects.bulk_create(Wijk(naam=naam) for naam in ("Ondiep", "Zuilen", "Zuilen-Noord"))
    assert "3 wijken" in wijken()
    gevonden = wijken("/?naam=ondiep")
    assert "1 wijk<" in gevonden
    assert "Zuilen" not in gevonden


@pytest.mark.django_db
def test_wie_alleen_zoekt_ziet_meteen_de_lijst(wijken):
    """The other filters stay folded on a narrow screen, unless one of them is on."""
    Wijk.objects.create(naam="Ondiep")
    assert '<details class="filterblok__meer">' in wijken("/?naam=ondiep")
    assert '<details class="filterblok__meer" open>' in wijken("/?anders=Ondiep")


@pytest.mark.django_db
def test_evenveel_queries_bij_een_en_bij_drie_rijen(wijken, django_assert_num_queries):
    Wijk.objects.create(naam="Ondiep")
    with django_assert_num_queries(2):
        wijken()
    Wijk.objects.bulk_create(Wijk(naam=naam) for naam in ("Zuilen", "Overvecht"))
    with django_assert_num_queries(2):
        wijken()
