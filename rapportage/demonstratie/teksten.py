"""The answers in the reports, written for the demonstration. Every figure in them is a published one (a test says so).

Per question of the sjabloon, in its order: the answers per kamer, then those given once.
"""

from __future__ import annotations

import re

from rapportage.demonstratie.aanbod import HART, TOP, VERBINDING

HOE_GING_HET_2020 = {
    TOP: """
In januari en februari zat TOP vol. Op woensdag schoven mensen aan bij de eettafel, op dinsdag was er taalcafé en
bij de formulierenbrigade stond vaak een rij tot aan de deur. De sleutelhouders openden en sloten zelf. Daar zijn
wij trots op: de kamer is echt van de bewoners.

Op 16 maart moest de deur dicht. Dat was slikken. Binnen een week stond er een belronde: vrijwilligers belden de
mensen die zij kenden en vroegen wat er nodig was. Twee keer per week brachten wij soep aan de deur. Voor brieven en
geldzaken kon één persoon tegelijk komen, op afspraak, met een tafel ertussen.

Niet alles lukte. Computerles geven gaat niet aan de telefoon, en hulp bij het zoeken naar werk lag helemaal stil.
Een paar oudere vrijwilligers bleven uit voorzichtigheid thuis. Wij missen hen, en zij ons. De werkgroep heeft een
plan klaar om in juni met kleine groepen te beginnen.
""",
    HART: """
Hart begon het jaar klein. Er was een open huis op drie dagen, een wandelclub en een gezamenlijke maaltijd, maar
veel buren wisten nog niet dat wij er waren. De repair op vrijdag trok de meeste nieuwe mensen: wie met een kapotte
lamp komt, blijft vaak hangen voor koffie.

Toen kwam de sluiting, en juist toen werd de kamer bekend. Wij hingen briefjes op in de portieken: bel ons voor een
boodschap of een praatje. Dat deden veel mensen. Jonge gezinnen boden zich aan als vrijwilliger, omdat zij toch
thuis waren. Taalmaatjes gingen samen wandelen, op afstand, en dat werkte beter dan wij dachten.

Moeilijk bleef het om mensen met geldzorgen te bereiken. Wie schulden heeft, belt niet snel een nummer op een
briefje. Wij willen daarom vaker samen optrekken met de huismeesters. Ook zoeken wij nog mensen die een sleutel
willen dragen.
""",
    VERBINDING: """
De Verbinding had een goede start. De huiskamer was elke werkdag open, de kookgroep kookte op dinsdag en de
tuingroep maakte de bakken klaar voor het voorjaar. Het formulierenspreekuur liep zo goed dat wij er een tweede
ochtend bij deden.

Na 15 maart hebben wij alles omgebouwd. Formulieren deden wij aan het raam: papier naar binnen schuiven, buiten
wachten, samen door het glas praten. Vrijwilligers brachten maaltijden aan huis en belden met buren die alleen
wonen. Voor de kinderen die thuis les kregen waren laptops nodig. Die leenden wij uit, met uitleg erbij, en zo
groeide juist de hulp bij computers.

De spelletjesmiddag en de kookgroep konden niet doorgaan en die mist iedereen. Wij merken dat sommige mensen
daardoor stiller zijn geworden. Zodra het mag, beginnen wij weer met eten, in twee kleine groepen achter elkaar. De
vrijwilligers hebben het rooster al gemaakt.
""",
}

WAT_BETEKENDE_HET_2020 = {
    TOP: """
De meeste mensen komen bij TOP voor twee dingen: andere mensen zien en hulp bij papieren. In de eerste maanden
kwamen er 150 mensen voor ontmoeting en 130 voor formulieren. Opvallend is hoe vaak het een naar het ander leidt.
Iemand komt met een brief van de belasting, drinkt koffie, en zit een maand later in het naaiatelier.

In de weken van de sluiting bereikten wij nog 76 mensen met bellen en soep, en hielpen wij 45 mensen met
formulieren. Dat zijn er minder dan eerst, maar de vragen waren zwaarder: minder uren werk, een huur die niet
betaald kon worden, kinderen zonder laptop. Daarom hielden wij het geldspreekuur open; daar kwamen 15 mensen.

Wat ons raakte: een vrouw die in januari nog zelf om hulp kwam, belde in april elke dag drie buren. Zij zegt dat zij
er beter van slaapt.
""",
    HART: """
Tot half maart kenden wij onze deelnemers bijna allemaal bij naam: 26 mensen kwamen voor ontmoeting en bij 14 mensen
deden wij een klus. In de tijd daarna spraken wij 82 mensen, aan de telefoon, aan de deur of bij een boodschap. Dat
is de grootste verandering van dit halfjaar.

Ook voor taal kwam er schot in. Eerst was er 1 deelnemer, nu zijn het er 13, omdat het taalmaatje naar buiten ging
in plaats van de cursist naar binnen. Veel van hen wonen pas kort in de wijk. Zij vertellen dat zij nu iemand hebben
om te bellen als er een brief komt die zij niet begrijpen.

Bij formulieren, geldzaken en werk gaat het nog om kleine aantallen. Achter elk aantal zit een heel verhaal: een
gezin dat zijn toeslag terugkreeg, een man die weer een sollicitatie durfde te schrijven. Dat willen wij in het
najaar uitbouwen.
""",
    VERBINDING: """
In De Verbinding kwamen tot half maart 137 mensen voor ontmoeting en 75 voor formulieren. Het is een gemengde groep:
buren die hier al vijftig jaar wonen, en mensen die vorig jaar nog in een opvang zaten. Aan de eettafel praten zij
met elkaar, soms met handen en voeten.

Tijdens de sluiting bleef de vraag naar hulp bij papieren groot: 55 mensen kwamen naar het raam. Met ontmoeting
bereikten wij er 48, vooral buren die alleen wonen. Hulp bij de computer groeide een beetje, van 14 naar 15 mensen,
door de laptops die wij uitleenden.

Wat opvalt, is dat mensen elkaar zijn gaan helpen. Wie in de winter nog voor een formulier kwam, bracht in het
voorjaar maaltijden rond. Voor taal was de telefoon te lastig: daar bleven van de 15 mensen er 5 over. Die groep
pakken wij als eerste weer op.
""",
}

TOELICHTING_GELD_2020 = """
De kosten vallen lager uit dan begroot: wij verwachten € 292.980 in plaats van € 319.716. Dat komt vooral doordat
activiteiten in het voorjaar niet door konden gaan en doordat werkplekken later zijn ingevuld.

De inkomsten dalen meer dan de kosten. Wij verwachten € 282.984, terwijl € 319.500 was begroot. De bijdrage voor
werkplekken gaat van € 20.000 naar € 3.000, omdat er in de sluiting niemand kon beginnen. Van de woningcorporaties
rekenen wij op € 24.000 in plaats van € 35.500; twee van hen beslissen nog. De bijdrage van de gemeente is €
192.984, zoals in de afspraak staat. Particuliere fondsen geven juist meer: € 60.000.

Daarmee verwachten wij een tekort van € 9.996. Begroot was een tekort van € 216. Het bestuur praat met de fondsen
over een bijdrage voor de extra hulp in de coronatijd. De inkomsten zijn niet per kamer verdeeld, dus een tekort per
kamer kunnen wij niet noemen.
"""

HOE_VERDER_2020 = """
Wij vragen niet om andere doelen. De meeste doelen zijn voor een heel jaar, en wij weten nog niet hoe het najaar
loopt. Wel willen wij in oktober samen kijken of dat zo kan blijven, zeker voor de computerlessen in TOP en voor hulp
bij het vinden van werk. Die hebben in het voorjaar het meest geleden.

Onze plannen zijn bescheiden. In juni gaan de kamers weer open, met kleine groepen en vaste tijden. Wat in de
sluiting goed werkte, houden wij: de belronde, de taalmaatjes die samen wandelen en het raam voor formulieren. De
kamers leren van elkaar. Elke maand komen de coördinatoren bij elkaar, steeds in een andere kamer.

Van de partners vragen wij één ding: stuur mensen niet alleen een brief, maar bel ons even. Dan kan iemand uit de
buurt meelopen naar de afspraak.
"""

HOE_GING_HET_NU = {
    TOP: """
Het gaat goed met TOP. De eettafel op woensdag zit bijna elke week vol en er is een wachtlijst voor het naaiatelier.
Dit halfjaar zijn er nieuwe sleutelhouders bij gekomen, onder wie twee mensen die hier begonnen op een leerwerkplek.

In de vakantie was het rustig, zoals elk jaar. Wij hebben toen de ruimte geschilderd met de klussendienst. Daarna
liep de formulierenbrigade weer storm. Veel vragen gaan over toeslagen en over de energierekening. Een
extra ochtend is nodig, maar daar zoeken wij nog vrijwilligers voor.

Minder goed ging het met de computerhulp. De laptops zijn oud en twee vrijwilligers zijn verhuisd. Met de
bibliotheek praten wij over een plek waar mensen op andere dagen kunnen oefenen.
""",
    VERBINDING: """
De huiskamer is elke werkdag open en dat merken wij: er komen mensen die verder nergens komen. De kookgroep kookt nu
ook voor buren die niet meer de deur uit kunnen. Zij krijgen het eten thuis, en de bezorger blijft even zitten.

Het taalcafé is gegroeid. Nieuwe bewoners nemen elkaar mee en sommigen helpen al bij de kookgroep. Dat is precies
hoe wij het bedoeld hebben. Lastig is de ruimte: op woensdagochtend lopen het taalcafé en het formulierenspreekuur
door elkaar.

Wij willen de tuin opknappen met de corporatie. Het plan ligt er, het geld is nog niet rond.
""",
}


def als_tekst(alineas: str) -> str:
    """Paragraphs without the line breaks of this file; an amount stays on one line, and so does an item of a list."""
    regels = (
        "\n".join(" ".join(regel.split()) for regel in re.split(r"\n(?=- |\d+\. )", alinea))
        for alinea in alineas.strip().split("\n\n")
    )
    return "\n\n".join(regels).replace("€ ", "€\N{NO-BREAK SPACE}")
