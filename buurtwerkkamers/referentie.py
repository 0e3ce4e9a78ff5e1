"""Reference data of an empty installation. Idempotent: runs after every migrate and after every flush."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

STANDAARDLIJST = "Categorieën vanaf 2020"
# name, counts jobs, says something sensitive about who comes
CATEGORIEEN = (
    ("Sociaal en ontmoeting", False, False),
    ("Klussen", True, False),
    ("Computervaardigheid", False, False),
    ("Nederlandse taal", False, False),
    ("Formulieren", False, True),
    ("Schuldhulptoeleiding", False, True),
    ("Toeleiding naar werk", False, True),
)
# kind, from, euros an hour: the bid of 2017, the agreement of 2020
UURTARIEVEN = (
    ("bewoner", date(2017, 1, 1), Decimal("8.80")),
    ("professional", date(2017, 1, 1), Decimal(35)),
    ("bewoner", date(2020, 1, 1), Decimal(11)),
    ("professional", date(2020, 1, 1), Decimal(37)),
)
# code, kind, and the text in Dutch, English, Arabic, Turkish and Ukrainian
STELLINGEN = (
    (
        "vertrouwen", "stelling",
        "Ik heb meer vertrouwen in wat ik zelf kan. De buurtwerkkamer helpt daarbij.",
        "I have more confidence in what I can do myself. The neighbourhood room helps with that.",
        "لدي ثقة أكبر بما أستطيع فعله بنفسي. غرفة الحي تساعدني في ذلك.",
        "Kendi yapabileceklerime daha çok güveniyorum. Mahalle odası buna yardımcı oluyor.",
        "Я більше вірю у власні сили. Сусідська кімната допомагає мені в цьому.",
    ),
    (
        "prettig-wonen", "stelling",
        "Door de buurtwerkkamer is het prettiger om in deze buurt te wonen.",
        "The neighbourhood room makes it nicer to live in this neighbourhood.",
        "بفضل غرفة الحي أصبح العيش في هذا الحي أجمل.",
        "Mahalle odası sayesinde bu mahallede yaşamak daha güzel.",
        "Завдяки сусідській кімнаті жити в цьому районі приємніше.",
    ),
    (
        "inzet", "cijfer",
        "Welk cijfer geeft u voor de inzet van de medewerkers en vrijwilligers?",
        "What mark do you give the staff and volunteers for their work?",
        "ما الدرجة التي تعطيها لعمل الموظفين والمتطوعين؟",
        "Çalışanların ve gönüllülerin çalışmasına kaç puan verirsiniz?",
        "Яку оцінку ви даєте роботі працівників і волонтерів?",
    ),
    (
        "overleg", "cijfer",
        "Welk cijfer geeft u voor het overleg met de buurtwerkkamer?",
        "What mark do you give for the contact with the neighbourhood room?",
        "ما الدرجة التي تعطيها للتشاور مع غرفة الحي؟",
        "Mahalle odası ile görüşmelere kaç puan verirsiniz?",
        "Яку оцінку ви даєте співпраці із сусідською кімнатою?",
    ),
)  # fmt: skip


def vul_referentiegegevens(sender: Any = None, **kwargs: Any) -> None:
    """Make the standard list of categories, the rates, the statements and the system user where they are missing.

    Never changes what exists.
    """
    from buurtwerkkamers.models import Categorie, Categorielijst, Gebruiker, Stelling, Uurtarief

    lijst = Categorielijst.objects.filter(standaard=True).first()
    if lijst is None:
        lijst = Categorielijst.objects.create(naam=STANDAARDLIJST, standaard=True)
        Categorie.objects.bulk_create(
            Categorie(lijst=lijst, naam=naam, volgorde=nr, telt_klussen=klussen, gevoelig=gevoelig)
            for nr, (naam, klussen, gevoelig) in enumerate(CATEGORIEEN, 1)
        )
    if not Uurtarief.objects.exists():
        Uurtarief.objects.bulk_create(
            Uurtarief(soort=soort, vanaf=vanaf, tarief=tarief) for soort, vanaf, tarief in UURTARIEVEN
        )
    if not Stelling.objects.exists():
        Stelling.objects.bulk_create(
            Stelling(code=code, soort=soort, tekst=nl, tekst_en=en, tekst_ar=ar, tekst_tr=tr, tekst_uk=uk, volgorde=nr)
            for nr, (code, soort, nl, en, ar, tr, uk) in enumerate(STELLINGEN, 1)
        )
    Gebruiker.objects.systeem()
