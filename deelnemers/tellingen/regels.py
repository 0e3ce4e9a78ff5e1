"""The rule of every figure, in one plain sentence."""

# One sentence per figure, shown wherever the figure is.
REGELS = {
    "uniek": "Aantal verschillende deelnemers dat in de periode minstens één keer meedeed; wie vaker komt telt één "
    "keer. Bij klussen telt ook wie een klus liet doen.",
    "uniek_totaal": "Aantal verschillende deelnemers over alle categorieën samen; wie aan meer categorieën meedoet "
    "telt één keer, dus dit is niet de som van de categorieën.",
    "uniek_stad": "Aantal verschillende deelnemers over de kamers samen; wie in meer kamers komt telt één keer, dus "
    "dit kan lager zijn dan de som van de kamers.",
    "in_meer_tijdvakken": "Aantal verschillende deelnemers dat in meer dan één tijdvak kwam. In de stad telt ook wie "
    "het ene tijdvak in de ene kamer kwam en het andere tijdvak in een andere.",
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
    "trajecten_gestart": "Aantal trajecten dat in de periode is aangemeld, of in de periode bij deze kamer kwam. In de "
    "stad telt een traject van twee kamers één keer.",
    "trajecten_lopend": "Aantal trajecten dat op of voor de laatste dag is aangemeld en niet voor de eerste dag is "
    "afgesloten.",
    "trajecten_afgesloten": "Aantal trajecten dat in de periode is afgesloten, of bij deze kamer eindigde omdat een "
    "andere kamer het overnam.",
    "unieke_klanten": "Aantal verschillende deelnemers in lopende trajecten; wie twee trajecten heeft telt één keer.",
    "werkdagen_tot_kennismaking": "Gemiddeld aantal werkdagen van de aanmelding tot en met de eerste kennismaking, "
    "over de kennismakingen in de periode. Weekenden en feestdagen tellen niet.",
    "werkdagen_tot_start": "Gemiddeld aantal werkdagen van de kennismaking tot en met de start van de ondersteuning, "
    "over wie in de periode startte. Weekenden en feestdagen tellen niet.",
    "instroom": "Aantal trajecten dat in de periode is aangemeld, per melder.",
    "uitstroom": "Aantal trajecten dat in de periode is afgesloten, per reden.",
    "verder_zonder_begeleiding": "Deel van de trajecten met antwoord ja, van alle trajecten met antwoord ja of nee die "
    "in de periode zijn afgesloten. ‘Niet van toepassing’ en ‘onbekend’ tellen niet mee.",
    "uren": "Aantal uren van vrijwilligers in de periode, van bewoners en professionals samen.",
    "waarde_uren": "De uren keer het uurtarief van die soort vrijwilliger op die dag.",
    "doorverwezen": "Aantal naar ons doorverwezen deelnemers dat daarna meedeed (aan een activiteit, met een klus, met "
    "eigen uren of zoals bij de verwijzing staat), van alle deelnemers die in de periode naar ons zijn doorverwezen.",
    "verwijzingen": "Aantal verschillende deelnemers dat in de periode werd doorverwezen, naar ons of van ons; wie "
    "vaker werd verwezen telt één keer.",
    "wijkpartners": "Aantal verschillende organisaties waarmee in de periode contact was.",
    "uitkomsten": "Aantal verschillende deelnemers met deze uitkomst in de periode.",
    "betaald_werk": "Aantal verschillende deelnemers dat in de periode betaald werk vond.",
    "contactmomenten": "Aantal keren in de periode dat iemand is gebeld, een bericht, een kaart of een maaltijd kreeg, "
    "of thuis is bezocht.",
    "enquete_aandeel": "Deel van de mensen die de stelling beantwoordden dat het ermee eens of helemaal mee eens is, "
    "in de enquêtes waarvan de laatste dag in de periode ligt en voorbij is. Wie de vraag oversloeg telt niet mee.",
    "enquete_cijfer": "Gemiddeld rapportcijfer van de mensen die de vraag beantwoordden, in de enquêtes waarvan de "
    "laatste dag in de periode ligt en voorbij is. Over meer kamers: het gemiddelde van alle antwoorden samen.",
    "enquete_ingevuld": "Aantal ingevulde formulieren, op een telefoon, een tablet of papier.",
    "signalen": "Aantal signalen dat in de periode is opgeschreven, per thema; een signaal gaat over de buurt en niet "
    "over één persoon.",
    "dagen_open": "Aantal dagen in de periode waarvoor is ingevuld dat de kamer zo open was.",
    "leeftijden": "Aantal verschillende deelnemers per leeftijd; iedereen telt in één groep. Van de geboorte is alleen "
    "het jaar bekend: wij nemen de leeftijd die iemand bereikt in het jaar van de laatste dag.",
    "gebieden": "Aantal verschillende deelnemers per postcodegebied (de vier cijfers); iedereen telt in één gebied.",
}
