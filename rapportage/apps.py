from django.apps import AppConfig


class RapportageConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "rapportage"
    verbose_name = "Rapportage"

    def ready(self) -> None:
        from buurtwerkkamers.afspraken import Deel, registreer_deel, registreer_geldlinks
        from buurtwerkkamers.logboek import registreer_namen, veld_als_naam
        from deelnemers import gevolgen
        from rapportage import persoonsvelden
        from rapportage.gevolgen import in_vastgestelde_rapporten
        from rapportage.models import Rapport
        from rapportage.views import rekenwerk, verantwoording

        persoonsvelden.vul_register()
        gevolgen.registreer(in_vastgestelde_rapporten)
        registreer_namen(Rapport, veld_als_naam(Rapport, "titel"))
        tel = rekenwerk.aantal_na_te_kijken
        registreer_deel(Deel("Rekenwerk", "rekenwerk", rekenwerk.RECHT, tel, voor_tekenen=True))
        registreer_geldlinks(rekenwerk.geldlinks)
        registreer_geldlinks(verantwoording.geldlinks)
