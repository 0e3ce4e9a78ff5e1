from django.apps import AppConfig


class DeelnemersConfig(AppConfig):
    name = "deelnemers"
    verbose_name = "Deelnemers"

    def ready(self) -> None:
        from buurtwerkkamers.deurtaal import registreer_teksten
        from buurtwerkkamers.logboek import registreer_namen, veld_als_naam
        from deelnemers import persoonsvelden
        from deelnemers.deurteksten import DEURTEKSTEN
        from deelnemers.enqueteteksten import ENQUETETEKSTEN
        from deelnemers.models import Activiteit, Deelnemer, Klus, Traject

        registreer_teksten(DEURTEKSTEN)
        registreer_teksten(ENQUETETEKSTEN)
        persoonsvelden.vul_register()
        # In the log a person is a number, and nothing else.
        for model in (Deelnemer, Klus, Traject):
            registreer_namen(model, veld_als_naam(model, "nummer"))
        registreer_namen(Activiteit, veld_als_naam(Activiteit, "naam"))
