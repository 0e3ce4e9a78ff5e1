"""The texts of the report after the sjabloon of July 2018, written for the demonstration.

No figure is typed in them: what stands between braces is counted by the report, for whatever day the demonstration is
made on.
"""

from __future__ import annotations

from rapportage.demonstratie.aanbod import HART, TOP, VERBINDING

INLEIDING = """
Dit verslag gaat over de buurtwerkkamers in Ondiep, Leidsche Rijn en Zuilen. Een buurtwerkkamer is van de bewoners:
zij hebben de sleutel, zetten de koffie en bedenken wat er gebeurt. Wie binnenloopt voor een praatje, blijft vaak om
te helpen.

Wij wilden in deze maanden drie dingen. Meer mensen ontmoeten die nog nergens komen. Minder wachten bij het
formulierenspreekuur. En meer bewoners die zelf een activiteit dragen.

- Eerst leest u wat er in elke kamer gebeurde.
- Dan volgen de cijfers, ook naast die van een jaar eerder.
- Aan het eind staat wat wij ervan leren.
"""

KAMERS = {
    TOP: """
In deze periode kwamen **{uniek}** verschillende mensen naar TOP. Voor {nieuw} van hen was het de eerste keer. De
eettafel is nog steeds de plek waar iedereen elkaar tegenkomt: bij ontmoeting zagen wij {uniek ontmoeting} mensen.

Het formulierenspreekuur bleef druk, met {uniek formulieren} mensen. Veel brieven gaan over toeslagen en de huur. Wij
hebben nu twee tafels naast elkaar, en bij één daarvan zit altijd iemand die het vorig jaar zelf nog kwam vragen. Dat
werkt goed: mensen durven bij een buur meer te vertellen.

Minder goed ging het met de computerles. Er waren weken zonder vrijwilliger, en dan staan mensen voor een dichte deur.
Voor het najaar zoeken wij twee vaste begeleiders.
""",
    HART: """
Hart groeit met de wijk mee. Wij telden **{uniek}** mensen, onder wie {nieuw} die er nog nooit waren geweest. De
wandelclub en de gezamenlijke maaltijd trekken jonge gezinnen en ouderen tegelijk. Dat was precies de bedoeling.

Voor taal kwamen {uniek taal} mensen. Zij oefenen het liefst terwijl zij iets doen: koken, fietsen repareren, samen naar
het stadskantoor. De lessen aan tafel hebben wij daarom korter gemaakt.

Wat niet lukte: een vast spreekuur voor geldzorgen. Er is schaamte, en onze ruimte is te open voor zo’n gesprek. Met de
huismeester zoeken wij naar een kleine kamer in het gebouw ernaast.
""",
    VERBINDING: """
De Verbinding was elke werkdag open en had **{uniek}** verschillende bezoekers, samen goed voor {deelnames} deelnames.
De tuingroep maakte van het plein een plek om te zitten, en sindsdien komen er mensen binnen die wij nooit eerder zagen.

Bij het taalcafé schoven {uniek taal} mensen aan. Een deel van hen helpt nu zelf in de keuken. Voor hulp bij papieren
kwamen {uniek formulieren} mensen; vaak gaat het om een brief die al maanden op tafel lag.

De klussendienst had het te druk. Sommige buren wachtten weken op een lamp of een kast. Wij hebben daarom een lijst
gemaakt van wie eerst gaat: wie alleen woont en wie slecht loopt.
""",
}

CONCLUSIES = """
Samen bereikten de kamers **{uniek stad}** mensen. Drie dingen vallen ons op.

1. Mensen blijven als zij iets te doen hebben. Wie één keer helpt, komt terug.
2. Papieren zijn de voordeur. Achter een brief zit vaak eenzaamheid, en daarna komt de eettafel vanzelf.
3. Vrijwilligers raken op als een activiteit op één persoon rust. Elke activiteit krijgt daarom twee trekkers.

In de volgende maanden openen wij in elke kamer één avond per week, voor mensen die overdag werken. En wij maken met de
gemeente een vaste plek waar geldzorgen rustig besproken kunnen worden.
"""
