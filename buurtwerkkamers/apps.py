"""App of the ground floor; also fills in the reference data after each migrate."""

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.db.models.signals import post_migrate


class BuurtwerkkamersConfig(AppConfig):
    name = "buurtwerkkamers"
    verbose_name = "Buurtwerkkamers"

    def ready(self) -> None:
        from django.core import checks

        from buurtwerkkamers import avg, persoonsvelden
        from buurtwerkkamers.afspraken.delen import Deel, registreer_deel
        from buurtwerkkamers.deurtaal import registreer_teksten
        from buurtwerkkamers.deurteksten import DEURTEKSTEN
        from buurtwerkkamers.importeren.bewaren import bij_inloggen, bij_uitloggen
        from buurtwerkkamers.logboek import registreer_namen, veld_als_naam
        from buurtwerkkamers.models import Gebruiker, Kamer, Tablet
        from buurtwerkkamers.referentie import vul_referentiegegevens

        for model in (Gebruiker, Kamer, Tablet):
            registreer_namen(model, veld_als_naam(model, "naam"))
        post_migrate.connect(vul_referentiegegevens, sender=self)
        registreer_teksten(DEURTEKSTEN)
        persoonsvelden.vul_register()
        checks.register(avg.controleer, "avg")
        registreer_deel(Deel("Oordelen", "afspraken:oordelen", "oordelen.zien"))
        # A file that waits to be read in does not outlive the session of who sent it.
        user_logged_out.connect(bij_uitloggen)
        user_logged_in.connect(bij_inloggen)
