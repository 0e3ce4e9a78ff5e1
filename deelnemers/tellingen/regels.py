"""The rule of every figure, in one plain sentence."""

# One sentence per figure, shown wherever the figure is.
REGELS = {
    "uniek": "Aantal verschillende deelnemers dat in de periode minstens één keer meedeed; wie vaker komt telt één "
    "keer. Bij klussen telt ook wie een klus liet doen.",
    "uniek_totaal": "Aantal verschillende deelnemers over alle categorieën samen; wie aan meer categorieën meedoet "
    "telt één keer, dus dit is niet de som van de categorieën.",
    "uniek_stad": "Aantal verschillende deelnemers over de kamers samen; wie in meer kamers komt telt één keer, dus "
    "dit kan lager zijn dan de som van de kamers.",
    "deelnames": "Aantal keren dat iemand met naam aan een activiteit meedeed; dezelfde persoon telt elke keer.",
    "nieuw": "Aantal deelnemers dat in de periode voor het eerst kwam.",
    "zonder_naam": "Aantal bezoeken van mensen die hun naam niet gaven; dezelfde persoon kan vaker geteld zijn.",
    "klussen": "Aantal klussen dat in de periode is uitgevoerd.",
    "rol_op": "Aantal deelnemers met deze rol op de laatste dag van de periode.",
    "rol_in": "Aantal deelnemers met deze rol op minstens één dag van de periode.",
    "vrijwilligers": "Aantal bewoners met vrijwilligersuren in de periode.",
    "nieuwe_bewoners": "Aantal nieuwe bewoners dat daarna meedeed (aan een activiteit, met een klus of met eigen "
    "uren), van alle nieuwe bewoners die in de periode zijn ingeschreven.",
    "groepen": "Aantal vrijwilligersgroepen met uren in de periode.",
}
