"""Sending: submitted means sent to somebody; an address opens one edition without an account, until it closes."""

from __future__ import annotations

import socket
from datetime import timedelta

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from gegevens import Wereld

from buurtwerkkamers.models import Logregel, Organisatie
from buurtwerkkamers.schrijven import Geweigerd
from rapportage import vaststelling, verzenden
from rapportage.models import Rapport, Verzending
from rapportage.verzenden import NieuweVerzending, voorstel_voor

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("snelle_pdf")]
VANDAAG = timezone.localdate


@pytest.fixture(autouse=True)
def geen_buitenwereld(settings, tmp_path):
    """No e-mail leaves, and nobody else counts how often an address is opened."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    teller = {**settings.CACHES["default"], "LOCATION": tmp_path / "teller"}
    settings.CACHES = {**settings.CACHES, "default": teller}


@pytest.fixture
def verzending(vast) -> Verzending:
    [rij] = vaststelling.dien_in(rapport=vast.rapport, verzendingen=[aan_gemeente(vast)], door=vast.bureau)
    vast.rapport.refresh_from_db()
    return rij


def aan_gemeente(w: Wereld, **meer) -> NieuweVerzending:
    return NieuweVerzending(w.rapport.afspraak.partijen.get(), **{"email": "ambtenaar@voorbeeld.invalid", **meer})


def als(wie) -> Client:
    client = Client()
    client.force_login(wie)
    return client


def invoer(w: Wereld, **anders) -> dict:
    pk = w.rapport.afspraak.partijen.get().pk
    begin = {
        f"o{pk}-mee": "on",
        f"o{pk}-aan": "M. Ambtenaar",
        f"o{pk}-email": "ambtenaar@voorbeeld.invalid",
        f"o{pk}-wijze": "email",
        "anders-wijze": "email",
        "datum": VANDAAG(),
        "leesbaar_tm": VANDAAG() + timedelta(days=30),
    }
    return {naam: waarde for naam, waarde in {**begin, **anders}.items() if waarde is not None}


def adres(w: Wereld, naam: str = "verzenden", *args) -> str:
    return reverse(f"rapporten:{naam}", args=[w.rapport.kenmerk, *args])


# --- submitting -------------------------------------------------------------------------------------------------


def test_ingediend_is_pas_als_vaststaat_aan_wie(vast):
    with pytest.raises(vaststelling.StapKanNiet, match="minstens één organisatie"):
        vaststelling.dien_in(rapport=vast.rapport, verzendingen=[], door=vast.bureau)
    with pytest.raises(IntegrityError, match="aan wie"), transaction.atomic():
        Rapport.objects.update(status="ingediend")
    [rij] = vaststelling.dien_in(rapport=vast.rapport, verzendingen=[aan_gemeente(vast)], door=vast.bureau)
    assert (rij.datum, rij.leesbaar_tm) == (VANDAAG(), VANDAAG() + timedelta(days=365))
    assert Rapport.objects.get().status == "ingediend"


def test_een_fout_in_een_verzending_legt_niets_vast(vast):
    ander = Organisatie.objects.create(naam="Portaal", soort="woningcorporatie")
    for fout in ({"email": ""}, {"leesbaar_tm": VANDAAG() - timedelta(days=1)}, {"email": "geen adres"}):
        verkeerd = NieuweVerzending(ander, **{"email": "a@voorbeeld.invalid", **fout})
        with pytest.raises(ValidationError):
            vaststelling.dien_in(rapport=vast.rapport, verzendingen=[aan_gemeente(vast), verkeerd], door=vast.bureau)
    morgen = aan_gemeente(vast, datum=VANDAAG() + timedelta(days=1))
    with pytest.raises(Geweigerd, match="toekomst"):
        vaststelling.dien_in(rapport=vast.rapport, verzendingen=[morgen], door=vast.bureau)
    assert not Verzending.objects.exists()
    assert Rapport.objects.get().status == "vastgesteld"


SQL_DIE_NIET_MAG = (
    "DELETE FROM rapportage_verzending",
    "UPDATE rapportage_verzending SET organisatie_id = organisatie_id + 1",
    "UPDATE rapportage_verzending SET email = 'ander@voorbeeld.invalid'",
    "UPDATE rapportage_verzending SET leesbaar_tm = leesbaar_tm + 1",
    "UPDATE rapportage_verzending SET ingetrokken_op = NULL",
    "UPDATE rapportage_rapport SET status = 'vastgesteld'",
)


def test_wat_verzonden_is_verandert_niet(vast, verzending):
    verzenden.trek_in(verzending=verzending, door=vast.bureau)
    with pytest.raises(Geweigerd, match="al ingetrokken"):
        verzenden.trek_in(verzending=verzending, door=vast.bureau)
    gelukt = []
    for opdracht in SQL_DIE_NIET_MAG:
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(opdracht)
            gelukt.append(opdracht)
        except IntegrityError:
            pass
    assert gelukt == []


def test_later_komt_er_een_organisatie_bij_en_een_oude_editie_gaat_niet_meer_weg(vast, verzending):
    ander = Organisatie.objects.create(naam="Portaal", soort="woningcorporatie")
    [rij] = vaststelling.verzend_verder(
        rapport=vast.rapport, verzendingen=[NieuweVerzending(ander, wijze="post")], door=vast.bureau
    )
    assert rij.editie == verzending.editie
    assert voorstel_voor([ander]) == {ander.pk: {"aan": "", "email": "", "wijze": "post"}}
    nieuw = vaststelling.maak_verbetering(rapport=vast.rapport, reden="Fout", door=vast.bureau)
    vaststelling.leg_ter_controle(rapport=nieuw, door=vast.bureau)
    vaststelling.stel_vast(rapport=nieuw, door=vast.controleur)
    with pytest.raises(vaststelling.StapKanNiet, match=r"nieuwere editie: 1\.1"):
        vaststelling.verzend_verder(rapport=vast.rapport, verzendingen=[aan_gemeente(vast)], door=vast.bureau)


# --- the page of the bureau -------------------------------------------------------------------------------------


def test_de_bladzijde_kiest_de_partijen_vooraf_en_dient_in(vast):
    client = als(vast.bureau)
    pagina = client.get(adres(vast)).text
    assert "checked" in pagina.partition("Gemeente Utrecht")[2][:900]
    antwoord = client.post(adres(vast), invoer(vast), follow=True).text
    assert "Vastgelegd: het rapport ging naar Gemeente Utrecht" in antwoord
    assert "/rapporten/lezen/" in antwoord
    assert Rapport.objects.get().status == "ingediend"
    assert Verzending.objects.get().aan == "M. Ambtenaar"


@pytest.mark.parametrize(
    ("anders", "melding"),
    [
        ({"mee": None}, "Kies minstens één organisatie"),
        ({"email": ""}, "Vul het e-mailadres in"),
        ({"email": "geen"}, "heel e-mailadres"),
        ({"datum": "2099-01-01"}, "nog niet geweest"),
        ({"datum": "2019-01-01"}, "vastgesteld op"),
        ({"datum": "gisteren"}, "Verzonden op: "),
        ({"leesbaar_tm": "2020-01-01"}, "verloopt voor de dag"),
        ({"leesbaar_tm": str(VANDAAG() + timedelta(days=731))}, "hoogstens twee jaar"),
        ({"leesbaar_tm": ""}, "tot en met welke dag"),
        ({"anders-aan": "Iemand"}, "Kies de organisatie"),
        ({"anders-organisatie": "999999"}, "Selecteer een geldige keuze"),
    ],
)
def test_wat_niet_klopt_wordt_gezegd_en_niets_vastgelegd(vast, anders, melding):
    pk = vast.rapport.afspraak.partijen.get().pk
    anders = {f"o{pk}-{naam}" if naam in ("mee", "email") else naam: waarde for naam, waarde in anders.items()}
    antwoord = als(vast.bureau).post(adres(vast), invoer(vast, **anders))
    assert antwoord.status_code == 422
    assert melding in antwoord.text
    assert not Verzending.objects.exists()


def test_de_mail_gaat_na_het_opslaan_en_een_mislukte_kan_opnieuw(
    vast, settings, monkeypatch, django_capture_on_commit_callbacks
):
    settings.EMAIL_INGESTELD = True
    client = als(vast.bureau)

    def stuk(*args, **kwargs):
        raise ConnectionRefusedError("geen mailserver")

    with monkeypatch.context() as even:
        even.setattr("django.core.mail.EmailMessage.send", stuk)
        with django_capture_on_commit_callbacks(execute=True) as straks:
            assert client.post(adres(vast), invoer(vast)).status_code == 302
            assert mail.outbox == []
    assert len(straks) == 1
    assert "e-mail niet verstuurd" in client.get(adres(vast)).text
    with django_capture_on_commit_callbacks(execute=True):
        client.post(adres(vast, "verzending_mail", Verzending.objects.get().pk))
    [brief] = mail.outbox
    assert brief.to == ["ambtenaar@voorbeeld.invalid"]
    assert verzenden.leespad(Verzending.objects.get()) in brief.body
    assert "verstuurd op" in client.get(adres(vast)).text


def test_hetzelfde_formulier_twee_keer_verstuurt_een_keer(vast, settings, django_capture_on_commit_callbacks):
    settings.EMAIL_INGESTELD = True
    client = als(vast.bureau)
    with django_capture_on_commit_callbacks(execute=True):
        eerste = client.post(adres(vast), invoer(vast))
        tweede = client.post(adres(vast), invoer(vast))
    assert (eerste.status_code, tweede.status_code) == (302, 422)
    assert "kreeg deze editie op" in tweede.text
    assert "al per e-mail" in tweede.text
    assert (Verzending.objects.count(), len(mail.outbox)) == (1, 1)
    # Somebody else there does get it, and so does who has to get it anew once the first address is closed.
    pk = vast.rapport.afspraak.partijen.get().pk
    assert client.post(adres(vast), invoer(vast, **{f"o{pk}-email": "b@voorbeeld.invalid"})).status_code == 302
    verzenden.trek_in(verzending=Verzending.objects.earliest("pk"), door=vast.bureau)
    assert client.post(adres(vast), invoer(vast)).status_code == 302


def test_een_partij_aangevinkt_en_nog_eens_gekozen_krijgt_er_geen_twee(vast):
    pk = vast.rapport.afspraak.partijen.get().pk
    ook = {"anders-organisatie": pk, "anders-email": "Ambtenaar@voorbeeld.invalid", "anders-aan": "Mevrouw A."}
    antwoord = als(vast.bureau).post(adres(vast), invoer(vast, **ook))
    assert (antwoord.status_code, Verzending.objects.count()) == (422, 0)
    assert "staat hier twee keer" in antwoord.text
    assert Rapport.objects.get().status == "vastgesteld"


def test_een_mailserver_die_zwijgt_houdt_de_bladzijde_niet_vast(vast, verzending, settings):
    """A server that takes the connection and says nothing: a failed e-mail in the log, and not minutes of waiting."""
    stil = socket.create_server(("127.0.0.1", 0))
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = stil.getsockname()
    assert 0 < settings.EMAIL_TIMEOUT <= 10
    settings.EMAIL_TIMEOUT = 0.2
    with stil:
        assert not verzenden.mail_leesadres(verzending, "https://voorbeeld.invalid/", door=vast.bureau)
    assert verzenden.verloop([verzending])[verzending.pk].gemaild is False


def test_zonder_mailserver_staat_het_adres_er_om_te_kopieren(vast, verzending, settings):
    settings.EMAIL_INGESTELD = False
    client = als(vast.bureau)
    pagina = client.get(adres(vast)).text
    assert f"http://testserver{verzenden.leespad(verzending)}" in pagina
    assert "Deze site verstuurt geen e-mail" in pagina
    antwoord = client.post(adres(vast, "verzending_mail", verzending.pk), follow=True)
    assert "niet ingesteld" in antwoord.text
    assert mail.outbox == []


def test_de_lijst_kost_even_veel_vragen_bij_een_en_drie(vast, verzending):
    client = als(vast.bureau)

    def vragen() -> int:
        client.get(adres(vast))
        with CaptureQueriesContext(connection) as gevangen:
            assert client.get(adres(vast)).status_code == 200
        return len(gevangen)

    een = vragen()
    for n in range(2):
        partij = Organisatie.objects.create(naam=f"Organisatie {n}")
        vast.rapport.afspraak.partijen.add(partij)
        nieuw = [NieuweVerzending(partij, wijze="post")]
        vaststelling.verzend_verder(rapport=vast.rapport, verzendingen=nieuw, door=vast.bureau)
    assert vragen() == een


def test_van_een_ander_rapport_trekt_niemand_iets_in(vast, verzending):
    nieuw = vaststelling.maak_verbetering(rapport=vast.rapport, reden="Fout", door=vast.bureau)
    client = als(vast.bureau)
    elders = reverse("rapporten:verzending_intrekken", args=[nieuw.kenmerk, verzending.pk])
    assert client.post(elders).status_code == 404
    assert als(vast.coordinatoren["TOP"]).get(adres(vast)).status_code == 403
    client.post(adres(vast, "verzending_intrekken", verzending.pk))
    assert Verzending.objects.get().ingetrokken_op
    assert "leesadres ingetrokken" in client.get(adres(vast)).text


# --- the address ------------------------------------------------------------------------------------------------


def test_het_adres_toont_de_bevroren_bladzijde_zonder_inloggen(vast, verzending):
    client = Client()
    antwoord = client.get(verzenden.leespad(verzending))
    assert antwoord.status_code == 200
    bevroren = bytes(verzending.editie.html).decode()
    balk = antwoord.text.partition('<aside class="leesbalk"')[2].partition("</aside>")[0]
    assert "voor Gemeente Utrecht" in balk
    # Take out what was put in, and the frozen page is left, to the letter.
    kop = antwoord.text.partition('<meta name="robots"')[2].partition("</head>")[0]
    zonder = antwoord.text.replace(f'<meta name="robots"{kop}', "").replace(
        f'\n<aside class="leesbalk"{balk}</aside>\n', ""
    )
    assert zonder.replace("\n</head>", "</head>") == bevroren.replace("\n</head>", "</head>")
    assert antwoord["X-Robots-Tag"] == "noindex, nofollow"
    assert antwoord["Referrer-Policy"] == "no-referrer"
    assert "no-store" in antwoord["Cache-Control"]
    beleid = antwoord["Content-Security-Policy"]
    assert "'sha256-" in beleid
    assert "unsafe" not in beleid
    assert not antwoord.cookies


def test_de_bestanden_hebben_de_bewaarde_bytes(verzending):
    client = Client()
    editie = verzending.editie
    sleutel = verzenden.leespad(verzending).split("/")[-2]
    verwacht = {"pdf": editie.pdf, "html": editie.html, "xlsx": editie.xlsx, "json": editie.gegevens.encode()}
    for soort, inhoud in verwacht.items():
        antwoord = client.get(reverse("rapporten:lezen_bestand", args=[sleutel, soort]))
        assert antwoord.content == bytes(inhoud), soort
        assert antwoord["X-Robots-Tag"] == "noindex, nofollow"
    assert client.get(reverse("rapporten:lezen_bestand", args=[sleutel, "doc"])).status_code == 404


def test_lezen_wordt_vastgelegd_zonder_te_zeggen_wie(vast, verzending):
    client = Client()
    client.get(verzenden.leespad(verzending))
    client.head(verzenden.leespad(verzending))
    client.get(verzenden.leespad(verzending) + "pdf/")
    regels = Logregel.objects.filter(onderwerp_soort="verzending").order_by("pk")
    assert [(r.actie, r.onderwerp_id, r.gebruiker.naam) for r in regels] == [
        ("bekeken", str(verzending.pk), "Systeem (opdrachtregel)"),
        ("geexporteerd", str(verzending.pk), "Systeem (opdrachtregel)"),
    ]
    stand = verzenden.verloop([verzending])[verzending.pk]
    assert (stand.geopend, stand.gehaald) == (1, 1)
    assert "1 keer geopend" in als(vast.bureau).get(adres(vast)).text


def test_een_gemaakt_of_gesloten_adres_opent_niet(vast, verzending, monkeypatch):
    client = Client()
    pad = verzenden.leespad(verzending)
    sleutel = pad.split("/")[-2]
    nummer, zegel = sleutel.split(".")
    for verkeerd in (f"{int(nummer) + 1}.{zegel}", f"{nummer}.{zegel[:-1]}", nummer, "x", "1.2", f"{sleutel}%00"):
        assert client.get(pad.replace(sleutel, verkeerd)).status_code == 404, verkeerd
    monkeypatch.setattr("rapportage.views.lezen.timezone.localdate", lambda *_: verzending.leesbaar_tm)
    assert client.get(pad).status_code == 200
    monkeypatch.setattr(
        "rapportage.views.lezen.timezone.localdate", lambda *_: verzending.leesbaar_tm + timedelta(days=1)
    )
    te_laat = client.get(pad)
    assert (te_laat.status_code, "Dit adres werkte tot en met" in te_laat.text) == (410, True)
    monkeypatch.undo()
    verzenden.trek_in(verzending=verzending, door=vast.bureau)
    for dicht in (pad, f"{pad}pdf/"):
        antwoord = client.get(dicht)
        assert antwoord.status_code == 410
        assert "Het ging goed" not in antwoord.text
        assert antwoord["X-Robots-Tag"] == "noindex, nofollow"


def test_te_vaak_vanaf_een_plek_wacht_even(verzending, monkeypatch):
    monkeypatch.setattr("rapportage.views.lezen.GRENS", {"lezen": "2/10m/key"})
    client = Client(REMOTE_ADDR="203.0.113.77")
    statussen = [client.get(verzenden.leespad(verzending)).status_code for _ in range(3)]
    assert statussen == [200, 200, 429]


def test_wie_de_oude_editie_leest_hoort_van_de_nieuwe(vast, verzending):
    nieuw = vaststelling.maak_verbetering(rapport=vast.rapport, reden="Een telling klopte niet.", door=vast.bureau)
    client = Client()
    assert "Een telling klopte niet." not in client.get(verzenden.leespad(verzending)).text
    vaststelling.leg_ter_controle(rapport=nieuw, door=vast.bureau)
    vaststelling.stel_vast(rapport=nieuw, door=vast.controleur)
    pagina = client.get(verzenden.leespad(verzending)).text
    assert "er is een nieuwere editie (1.1)" in pagina
    assert "Vraag het adres daarvan" in pagina
    nieuw.refresh_from_db()
    [straks] = vaststelling.dien_in(rapport=nieuw, verzendingen=[aan_gemeente(vast)], door=vast.bureau)
    assert verzenden.leespad(straks) in client.get(verzenden.leespad(verzending)).text
