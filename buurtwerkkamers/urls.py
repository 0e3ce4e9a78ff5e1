"""All addresses: Dutch, short, stable."""

from django.urls import include, path

from buurtwerkkamers import views
from buurtwerkkamers.importeren.pagina import inlezen

# Pages of money, and one that joins money with hours of volunteers, which financien does not know.
geld = [path("", include("financien.urls")), path("uren/", include("rapportage.urls_urengeld"))]
urlpatterns = [
    path("", include("rapportage.urls")),
    path("", include("deelnemers.urls")),
    path("financien/", include((geld, "financien"))),
    path("afspraken/categorieen/", include(("deelnemers.urls_categorieen", "categorieen"))),
    path("afspraken/", include(("buurtwerkkamers.urls_afspraken", "afspraken"))),
    path("beheer/", include(("buurtwerkkamers.urls_beheer", "beheer"))),
    path("importeren/", inlezen, name="importeren"),
    path("importeren/", include(("buurtwerkkamers.importeren.urls", "inlezen"))),
    path("account/", include("buurtwerkkamers.urls_account")),
    path("deur/", include(("buurtwerkkamers.urls_deur", "deur"))),
    path("gezond/", views.gezond, name="gezond"),
]

handler400 = "buurtwerkkamers.views.fout_400"
handler403 = "buurtwerkkamers.views.fout_403"
handler404 = "buurtwerkkamers.views.fout_404"
handler500 = "buurtwerkkamers.views.fout_500"
