"""Choosing a person in a form: the suggestions, the hidden choice, and the name looked up by the server."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone

from deelnemers.forms.velden import DeelnemersVeld, DeelnemerVeld, EigenDatumVeld, KamerVeld, MetMensen
from deelnemers.models import Deelnemer
from tests.deelnemers.wereld import ingelogd, maak_wereld, schrijf_in
from tests.fabrieken import Bevoegdheid, maak_gebruiker

pytestmark = pytest.mark.django_db
RECHT = "deelnemers.wijzigen"


class EenForm(MetMensen):
    wie = DeelnemerVeld(label="Wie", recht=RECHT)
    kamer = KamerVeld(recht=RECHT)
    op = EigenDatumVeld()


class VeelForm(MetMensen):
    wie = DeelnemersVeld(label="Wie", recht=RECHT, required=False)


@pytest.fixture
def w():
    return maak_wereld()


def een(w, gegevens, gebruiker=None):
    gegevens = {"op": timezone.localdate().isoformat(), **gegevens}
    return EenForm(QueryDict("&".join(f"{k}={v}" for k, v in gegevens.items())), gebruiker=gebruiker or w.coordinator)


def veel(w, inhoud):
    return VeelForm(QueryDict(inhoud), gebruiker=w.coordinator)


def namen(antwoord):
    return [mens["naam"] for mens in antwoord.json()["mensen"]]


def kies(w, zoek, wie="coordinator", **meer):
    return ingelogd(getattr(w, wie)).get(reverse("deelnemers:kies"), {"zoek": zoek, "recht": RECHT, **meer})


def test_de_suggesties_zijn_mensen_van_de_eigen_kamers(w):
    assert namen(kies(w, "yil")) == ["Özgür Yılmaz"]
    assert namen(kies(w, "bram")) == []
    assert namen(kies(w, "bram", "bureau")) == ["Bram Elderman"]
    assert namen(kies(w, w.riet.nummer.lower())) == ["Riet Jansen"]


def test_geen_suggesties_zonder_recht(w):
    for wie in ("deur", "penningmeester", "gemeente", "corporatie", "beheerder"):
        assert kies(w, "riet", wie).status_code == 403
    assert kies(w, "riet", recht="bestaat.niet").status_code == 404
    assert kies(w, "riet", "bureau", recht="activiteiten.wijzigen").status_code == 403


@pytest.mark.parametrize("zoek", ["", " ", "\0", "%", "x" * 5000, "riet\0"])
def test_rare_zoekteksten(w, zoek):
    assert kies(w, zoek).status_code == 200


def test_twee_van_dezelfde_naam_krijgen_hun_nummer(w):
    ander = schrijf_in(w.top, "Riet", "Jansen")
    mensen = kies(w, "riet").json()["mensen"]
    assert {mens["tekst"] for mens in mensen} == {f"Riet Jansen ({w.riet.nummer})", f"Riet Jansen ({ander.nummer})"}
    assert kies(w, "fatima").json()["mensen"][0]["nummer"] == ""


def test_hoogstens_tien_en_wie_zo_begint_eerst(w):
    for n in range(12):
        schrijf_in(w.top, f"Marianne{n:02}", "Aa")
    schrijf_in(w.top, "Anne", "Zee")
    uitslag = kies(w, "anne").json()
    assert uitslag["meer"] is True
    assert len(uitslag["mensen"]) == 10
    assert uitslag["mensen"][0]["naam"] == "Anne Zee"


def test_een_samengevoegde_kaart_is_niet_te_kiezen(w):
    Deelnemer.objects.filter(pk=w.riet.pk).update(samengevoegd_met=w.fatima)
    assert namen(kies(w, "riet")) == []
    assert not een(w, {"wie": "Riet", "wie_id": w.riet.pk}).is_valid()


def test_de_gekozen_persoon_telt(w):
    form = een(w, {"wie": "Riet Jansen", "wie_id": w.riet.pk})
    assert form.is_valid()
    assert form.cleaned_data["wie"] == w.riet
    assert form.cleaned_data["kamer"] == w.top
    assert een(w, {"wie_id": w.riet.pk}).is_valid()


def test_een_andere_naam_over_de_keuze_heen_getypt_telt(w):
    form = een(w, {"wie": "Fatima", "wie_id": w.riet.pk})
    assert form.is_valid()
    assert form.cleaned_data["wie"] == w.fatima


@pytest.mark.parametrize("tekst", ["yil", "Özgür Yılmaz", "OZGUR", "ozgur yilmaz"])
def test_zonder_javascript_zoekt_de_server(w, tekst):
    form = een(w, {"wie": tekst})
    assert form.is_valid(), form.errors
    assert form.cleaned_data["wie"] == w.ozgur


def test_iemand_van_een_andere_kamer_bestaat_niet(w):
    assert not een(w, {"wie": "Bram"}).is_valid()
    form = een(w, {"wie": "Bram Elderman", "wie_id": w.vreemd.pk})
    assert not form.is_valid()
    assert "Elderman (" not in str(form)
    assert een(w, {"wie": "Bram", "kamer": w.elders.pk}, w.bureau).is_valid()


def test_bij_meer_mensen_komt_het_formulier_terug_met_een_keuze(w):
    ander = schrijf_in(w.top, "Riet", "de Boer")
    form = een(w, {"wie": "Riet"})
    assert not form.is_valid()
    html = str(form)
    assert "Wie bedoelt u?" in html
    assert html.count('type="radio"') == 2
    assert "Wie bedoelt u?" not in str(EenForm(gebruiker=w.coordinator_elders))  # nobody else gets this choice
    goed = een(w, {"wie": "Riet", "wie_gezocht": "Riet", "wie_id": ander.pk})
    assert goed.is_valid()
    assert goed.cleaned_data["wie"] == ander


def test_een_naam_met_een_tikfout_vraagt_wie_u_bedoelt(w):
    """What only sounds like a name is never taken for granted, also when one person fits."""
    form = een(w, {"wie": "Fatiema"})
    assert not form.is_valid()
    assert "Fatima el Bakkali" in str(form)
    assert namen(kies(w, "fatiema")) == ["Fatima el Bakkali"]


def test_de_hele_naam_gaat_voor_een_langere(w):
    kort = schrijf_in(w.top, "Jan")
    schrijf_in(w.top, "Jan", "Pieters")
    assert een(w, {"wie": "jan"}).is_valid()
    assert een(w, {"wie": f"Jan ({kort.nummer})"}).is_valid()


@pytest.mark.parametrize("inhoud", [{}, {"wie": ""}, {"wie_id": "abc"}, {"wie": "%00"}, {"wie": "+"}])
def test_leeg_zegt_wat_te_doen(w, inhoud):
    form = een(w, inhoud)
    assert not form.is_valid()
    assert form.errors["wie"] == ["Vul een naam in en kies de persoon."]


@pytest.mark.parametrize("id_", ["99999999999999999999", "-1", "0", "999999"])
def test_een_raar_nummer_is_een_fout_en_geen_crash(w, id_):
    assert not een(w, {"wie": "Niemand", "wie_id": id_}).is_valid()


def test_beginwaarde_vult_naam_en_kamer(w):
    Bevoegdheid.objects.create(gebruiker=w.coordinator, rol="coordinator", kamer=w.elders, van=timezone.localdate())
    gebruiker = type(w.coordinator).objects.get(pk=w.coordinator.pk)
    form = EenForm(gebruiker=gebruiker, initial={"wie": Deelnemer.objects.get(pk=w.riet.pk)})
    html = str(form)
    assert 'value="Riet Jansen"' in html
    assert f'name="wie_id" value="{w.riet.pk}"' in html
    assert form["kamer"].value() == w.top.pk


def test_een_kamer_wordt_niet_gevraagd_en_is_niet_te_veranderen(w):
    form = een(w, {"wie": "Riet", "kamer": w.elders.pk})
    assert form.is_valid()
    assert form.cleaned_data["kamer"] == w.top
    assert form.fields["kamer"].widget.is_hidden
    bureau = een(w, {"wie": "Riet"}, w.bureau)
    assert bureau.errors["kamer"] == ["Kies de kamer."]


def test_de_dag_is_vandaag_en_nooit_later(w):
    assert EenForm(gebruiker=w.coordinator)["op"].value() == timezone.localdate()
    morgen = (timezone.localdate() + timedelta(days=1)).isoformat()
    assert "moet nog komen" in een(w, {"wie": "Riet", "op": morgen}).errors["op"][0]
    assert een(w, {"wie": "Riet", "op": ""}).errors["op"] == ["Kies een dag."]


def test_veel_mensen_tegelijk(w):
    assert veel(w, f"wie_id={w.riet.pk}&wie_id={w.ozgur.pk}&wie_id={w.riet.pk}").is_valid()
    form = veel(w, f"wie=fatima, yil&wie_id={w.riet.pk}")
    assert form.is_valid(), form.errors
    assert form.cleaned_data["wie"] == [w.riet, w.fatima, w.ozgur]
    assert veel(w, "").is_valid()


def test_veel_mensen_met_een_onduidelijke_naam(w):
    ander = schrijf_in(w.top, "Riet", "de Boer")
    form = veel(w, f"wie=riet&wie_id={w.ozgur.pk}")
    assert not form.is_valid()
    html = str(form)
    assert f'value="{w.ozgur.pk}" id="id_wie_m{w.ozgur.pk}" checked' in html
    goed = veel(w, f"wie=riet&wie_gezocht=riet&wie_id={w.ozgur.pk}&wie_id={ander.pk}")
    assert goed.is_valid()
    assert goed.cleaned_data["wie"] == [w.ozgur, ander]


def test_een_bijna_beheerder_ziet_niemand(w):
    """Who has a right for something with people but may not see people, finds nobody."""
    assert not EenForm({"wie": "Riet"}, gebruiker=maak_gebruiker("deur", kamer=w.top)).is_valid()
