"""Drawing what a reader may see: a ``Grafiekblok[Getoond]`` as an SVG for the page, as a file, and as a spreadsheet.

What each kind of drawing expects of its ``reeksen``; points of several series belong together by their label:

maanden   one series, or this period beside the same months a year earlier; the newest period is this year's
jaren     one series, or one per kamer; a point per year
staven    one series with a point per kamer or category; a series per kamer; or two periods of the same points
aandelen  as staven, with shares of ``geheel``
doelen    the first series is what was measured, the second the target: ``tekst`` as agreed ('> 10 op 20', 'nog te
          vroeg'), ``waarde`` its number or None
geld      the first series is the budget, the second the forecast, a point per group

A hidden figure has the same stub and the same words whatever it is; the scale is made of the shown figures only.
"""

from rapportage.dashboard.bevinding import met_bevinding
from rapportage.dashboard.tekenen.beeld import svg, svg_een, warm_op
from rapportage.dashboard.tekenen.bestanden import svg_bestand, xlsx_bestand
from rapportage.dashboard.tekenen.woorden import alternatief

__all__ = ["alternatief", "met_bevinding", "svg", "svg_bestand", "svg_een", "warm_op", "xlsx_bestand"]
