"""Pages of the ground floor. The names that ``urls.py`` and the settings point at stand here."""

from buurtwerkkamers.views.algemeen import csrf_fout, fout_400, fout_403, fout_404, fout_500, gezond

__all__ = ["csrf_fout", "fout_400", "fout_403", "fout_404", "fout_500", "gezond"]
