from django.apps import AppConfig


class RapportageConfig(AppConfig):
    default_auto_field = "django.db.models.BigAutoField"
    name = "rapportage"
    verbose_name = "Rapportage"

    def ready(self) -> None:
        from deelnemers import gevolgen
        from rapportage.gevolgen import in_vastgestelde_rapporten

        gevolgen.registreer(in_vastgestelde_rapporten)
