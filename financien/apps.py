from django.apps import AppConfig


class FinancienConfig(AppConfig):
    name = "financien"
    verbose_name = "Financiën"

    def ready(self) -> None:
        from financien import persoonsvelden

        persoonsvelden.vul_register()
