"""App of the ground floor; also fills in the reference data after each migrate."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class BuurtwerkkamersConfig(AppConfig):
    name = "buurtwerkkamers"
    verbose_name = "Buurtwerkkamers"

    def ready(self) -> None:
        from buurtwerkkamers.deurtaal import registreer_teksten
        from buurtwerkkamers.deurteksten import DEURTEKSTEN
        from buurtwerkkamers.referentie import vul_referentiegegevens

        post_migrate.connect(vul_referentiegegevens, sender=self)
        registreer_teksten(DEURTEKSTEN)
