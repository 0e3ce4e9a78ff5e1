"""How an indicator is measured, in a form: the rule, in words what it counts, and the one choice that it needs."""

from __future__ import annotations

from typing import Any

from django import forms

from buurtwerkkamers.herkennen import herkend_aan, vul_meetregel
from buurtwerkkamers.meetregels import KEUZEVELDEN, MEETWIJZEN, Meetregel
from buurtwerkkamers.models import Categorie, Indicator, Stelling

LABELS = {
    "categorie": "Telt in categorie",
    "stelling": "Vraag van de enquête",
    "doelgroep": "Antwoorden van welke groep",
    "klussoort": "Alleen klussen van deze soort",
    "organisatie": "Alleen doorverwezen door deze organisatie",
    "organisatiesoort": "Alleen doorverwezen door dit soort organisatie",
}
HULP = {
    "categorie": "Nodig bij: verschillende deelnemers in een categorie.",
    "stelling": "Nodig bij: uitkomst van een enquête.",
    "doelgroep": "Bij een enquête. Leeg: de naam bepaalt de groep; zegt die niets, dan alle groepen samen.",
    "klussoort": "Bij uitgevoerde klussen. Schrijf de soort zoals de kamers doen, bijvoorbeeld tuindienst. Leeg: alle.",
    "organisatie": "Bij doorverwezen deelnemers. Leeg: wie er ook doorverwijst.",
    "organisatiesoort": "Bij doorverwezen deelnemers, in plaats van een organisatie. Leeg: alle soorten.",
}
_NODIG = {
    "categorie": "Kies in welke categorie er geteld wordt. Staat zij er niet bij? Voeg haar toe aan de lijst.",
    "stelling": "Kies welke vraag van de enquête deze indicator meet.",
}


class MeetregelKeuze(forms.Select):
    """A choice of rules that says under it what the chosen one counts; a script hides what does not belong to it."""

    template_name = "afspraken/_meetregel.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        regels = {
            regel: {
                "naam": Meetregel(regel).label,
                "zinnen": [wijze.telt, wijze.over_tijd, wijze.over_kamers],
                "velden": list(wijze.velden),
            }
            for regel, wijze in MEETWIJZEN.items()
        }
        return context | {"regels": regels, "alle_velden": list(KEUZEVELDEN), "gekozen": regels.get(str(value or ""))}


def meetregelveld() -> forms.ChoiceField:
    return forms.ChoiceField(
        label="Hoe wordt dit geteld?",
        required=False,
        choices=[("", "Kies zelf op de naam"), *Meetregel.choices],
        widget=MeetregelKeuze,
        help_text="Leeg: de naam en de eenheid bepalen de telregel.",
        error_messages={"invalid_choice": "Kies een telregel uit de lijst."},
    )


def beperk_keuzes(form: forms.ModelForm) -> None:
    """Only categories of the list of this agreement, and questions that are in use."""
    categorie, stelling = form.fields["categorie"], form.fields["stelling"]
    assert isinstance(categorie, forms.ModelChoiceField)  # noqa: S101 - foreign keys
    assert isinstance(stelling, forms.ModelChoiceField)  # noqa: S101
    categorie.queryset = Categorie.objects.filter(lijst=form.instance.afspraak.categorielijst_id)
    stelling.queryset = Stelling.objects.in_gebruik() | Stelling.objects.filter(pk=form.instance.stelling_id)


def controleer_meetregel(form: forms.ModelForm, gegevens: dict[str, Any]) -> None:
    """Clear the choices that do not belong to the rule; an error on the one that it cannot do without."""
    regel, herkend = gegevens.get("meetregel") or "", _op_woorden(form, gegevens)
    wijze = MEETWIJZEN.get(regel or herkend.meetregel)
    velden = wijze.velden if wijze else ()
    for veld in KEUZEVELDEN:
        if veld not in velden and veld not in form.errors:
            gegevens[veld] = "" if isinstance(gegevens.get(veld), str) else None
    nodig = wijze.nodig if wijze else ""
    bekend = nodig and (gegevens.get(nodig) or (not regel and getattr(herkend, nodig)))
    if nodig and not bekend and nodig not in form.errors:
        form.add_error(nodig, _NODIG[nodig])
    if gegevens.get("organisatie") and gegevens.get("organisatiesoort"):
        form.add_error("organisatiesoort", "Kies een organisatie of een soort organisatie, niet allebei.")


def _op_woorden(form: forms.ModelForm, gegevens: dict[str, Any]) -> Indicator:
    """An indicator that has what its words ask for, and is not stored."""
    woorden = {veld: gegevens.get(veld) or "" for veld in ("naam", "eenheid", "groep")}
    los = Indicator(afspraak=form.instance.afspraak, **woorden)
    if herkend_aan(los).meetregel:
        vul_meetregel(los)
    return los
