"""Users of the system and what they may do. Residents who come to a room are deelnemers, not users."""

from __future__ import annotations

from datetime import date

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property

from buurtwerkkamers.geschiedenis import volg, volg_zonder

SYSTEEM_EMAIL = "systeem@buurtwerkkamers.invalid"


class GebruikerManager(BaseUserManager["Gebruiker"]):
    def maak(self, *, email: str, naam: str, wachtwoord: str | None = None, is_demo: bool = False) -> Gebruiker:
        """Make an account; without a password it cannot log in until one is set by e-mail."""
        gebruiker = self.model(email=self.normalize_email(email).lower(), naam=naam, is_demo=is_demo)
        gebruiker.set_password(wachtwoord)
        gebruiker.full_clean()
        gebruiker.save()
        return gebruiker

    def systeem(self) -> Gebruiker:
        """The named account that signs what the command line writes. It can never log in."""
        gebruiker, nieuw = self.get_or_create(
            email=SYSTEEM_EMAIL, defaults={"naam": "Systeem (opdrachtregel)", "password": "!", "is_active": False}
        )
        if nieuw:
            Bevoegdheid.objects.create(gebruiker=gebruiker, rol=Bevoegdheid.Rol.SYSTEEM)
        return gebruiker


@volg_zonder("password", "last_login")
class Gebruiker(AbstractBaseUser):
    """An account of one person. Never shared.

    ``is_demo`` marks the printed accounts of the demonstration: they need no second factor, and are refused
    when the product runs on a database of its own (``DATABASE_URL``). ``taal`` holds for the screens at the door only.
    """

    class Taal(models.TextChoices):
        """Languages of the screens at the door, each by its own name."""

        NL = "nl", "Nederlands"
        EN = "en", "English"
        AR = "ar", "العربية"
        TR = "tr", "Türkçe"
        UK = "uk", "Українська"

    email = models.EmailField("e-mailadres", unique=True)
    naam = models.CharField("naam", max_length=100)
    is_active = models.BooleanField("mag inloggen", default=True)
    taal = models.CharField("taal aan de deur", max_length=2, choices=Taal, default=Taal.NL)
    is_demo = models.BooleanField("demonstratie-account", default=False, editable=False)

    objects = GebruikerManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["naam"]

    class Meta:
        verbose_name = "gebruiker"
        verbose_name_plural = "gebruikers"
        ordering = ["naam", "email"]

    def __str__(self) -> str:
        return self.naam

    @cached_property
    def bevoegdheden(self) -> list[Bevoegdheid]:
        """What this user may do today; read anew at every request, so a withdrawn right is gone at once."""
        return list(self.bevoegdheid_set.geldig_op(timezone.localdate()).select_related("kamer", "organisatie"))

    @property
    def rollen(self) -> set[str]:
        return {b.rol for b in self.bevoegdheden}


class BevoegdheidQuerySet(models.QuerySet["Bevoegdheid"]):
    def geldig_op(self, datum: date) -> BevoegdheidQuerySet:
        return self.filter(Q(tot__isnull=True) | Q(tot__gte=datum), van__lte=datum)


@volg
class Bevoegdheid(models.Model):
    """A role of a user, for one kamer or organisation where the role asks for it, between two dates."""

    class Rol(models.TextChoices):
        DEUR = "deur", "vrijwilliger aan de deur"
        COORDINATOR = "coordinator", "coördinator"
        BUREAU = "bureau", "bureau van de coöperatie"
        PENNINGMEESTER = "penningmeester", "penningmeester"
        GEMEENTE = "gemeente", "gemeente"
        CORPORATIE = "corporatie", "woningcorporatie"
        BEHEERDER = "beheerder", "beheerder"
        SYSTEEM = "systeem", "systeem"

    KAMERROLLEN = (Rol.DEUR, Rol.COORDINATOR)
    ORGANISATIEROLLEN = (Rol.GEMEENTE, Rol.CORPORATIE)

    gebruiker = models.ForeignKey(Gebruiker, on_delete=models.CASCADE, verbose_name="gebruiker")
    rol = models.CharField("rol", max_length=20, choices=Rol)
    kamer = models.ForeignKey(
        "buurtwerkkamers.Kamer", on_delete=models.PROTECT, null=True, blank=True, verbose_name="kamer"
    )
    organisatie = models.ForeignKey(
        "buurtwerkkamers.Organisatie", on_delete=models.PROTECT, null=True, blank=True, verbose_name="organisatie"
    )
    van = models.DateField("van", default=timezone.localdate)
    tot = models.DateField("tot en met", null=True, blank=True)

    objects = BevoegdheidQuerySet.as_manager()

    class Meta:
        verbose_name = "bevoegdheid"
        verbose_name_plural = "bevoegdheden"
        ordering = ["gebruiker", "rol", "kamer", "van"]
        constraints = [
            models.CheckConstraint(
                condition=Q(rol__in=["deur", "coordinator"], kamer__isnull=False, organisatie__isnull=True)
                | Q(rol__in=["gemeente", "corporatie"], kamer__isnull=True, organisatie__isnull=False)
                | Q(
                    rol__in=["bureau", "penningmeester", "beheerder", "systeem"],
                    kamer__isnull=True,
                    organisatie__isnull=True,
                ),
                name="bevoegdheid_bereik_past_bij_rol",
                violation_error_message=(
                    "Een vrijwilliger of coördinator hoort bij een kamer, gemeente en corporatie bij een organisatie; "
                    "de andere rollen bij geen van beide."
                ),
            ),
            models.CheckConstraint(
                condition=Q(tot__isnull=True) | Q(tot__gte=F("van")),
                name="bevoegdheid_eindigt_na_begin",
                violation_error_message="De einddatum ligt voor de begindatum.",
            ),
            models.UniqueConstraint(
                fields=["gebruiker", "rol", "kamer", "organisatie", "van"],
                name="bevoegdheid_een_keer",
                nulls_distinct=False,
                violation_error_message="Deze gebruiker heeft deze rol al vanaf deze datum.",
            ),
        ]

    def __str__(self) -> str:
        waar = self.kamer or self.organisatie
        return f"{self.get_rol_display()} ({waar})" if waar else self.get_rol_display()
