from django.apps import AppConfig


class DeelnemersConfig(AppConfig):
    name = "deelnemers"
    verbose_name = "Deelnemers"

    def ready(self) -> None:
        from buurtwerkkamers.deurtaal import registreer_teksten
        from deelnemers.deurteksten import DEURTEKSTEN

        registreer_teksten(DEURTEKSTEN)
