"""Secrets of the second factor are not readable in the database, and still work after a change of key."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from hypothesis import given
from hypothesis import strategies as st

from buurtwerkkamers.versleuteling import BEGIN, ontsleutel, versleutel
from tests.fabrieken import maak_gebruiker

GEHEIM = "JBSWY3DPEHPK3PXP"


@given(st.text(max_size=80))
def test_wat_erin_gaat_komt_eruit_en_staat_er_niet_leesbaar(tekst):
    versleuteld = versleutel(tekst)
    assert ontsleutel(versleuteld) == tekst
    assert versleuteld.startswith(BEGIN)
    assert len(tekst) < 4 or tekst not in versleuteld


def test_twee_keer_hetzelfde_geheim_is_niet_te_herkennen():
    assert versleutel(GEHEIM) != versleutel(GEHEIM)


def test_na_een_nieuwe_sleutel_opent_de_oude_nog_zolang_hij_genoemd_is(settings):
    settings.SECRET_KEY = "de-eerste-sleutel"
    oud = versleutel(GEHEIM)
    settings.SECRET_KEY = "de-tweede-sleutel"
    with pytest.raises(ValueError, match="andere sleutel"):
        ontsleutel(oud)
    settings.SECRET_KEY_FALLBACKS = ["de-eerste-sleutel"]
    assert ontsleutel(oud) == GEHEIM


@pytest.mark.django_db
def test_de_app_en_de_herstelcodes_werken_met_versleutelde_geheimen():
    gebruiker = maak_gebruiker("bureau", tweede_factor=False)
    app = TOTP.activate(gebruiker, GEHEIM)
    codes = RecoveryCodes.activate(gebruiker)
    bewaard = [str(rij.data) for rij in Authenticator.objects.filter(user=gebruiker)]
    assert len(bewaard) == 2
    assert not any(GEHEIM in tekst for tekst in bewaard)
    assert all(BEGIN in tekst for tekst in bewaard)
    teller = next(iter(yield_hotp_counters_from_time()))
    assert app.validate_code(format_hotp_value(hotp_value(GEHEIM, teller)))
    assert codes.validate_code(codes.get_unused_codes()[0])
