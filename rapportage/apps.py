from django.apps import AppConfig


class RapportageConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "rapportage"
    verbose_name = "Rapportage"

    def ready(self) -> None:
        from buurtwerkkamers.logboek import registreer_namen, veld_als_naam
        from deelnemers import gevolgen
        from rapportage.gevolgen import in_vastgestelde_rapporten
        from rapportage.models import Rapport

        gevolgen.registreer(in_vastgestelde_rapporten)
        registreer_namen(Rapport, veld_als_naam(Rapport, "titel"))
