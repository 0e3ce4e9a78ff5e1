"""The bank: reading its files (``lezen``, ``camt``, ``csvlezen``), what makes a line itself (``kenmerken``), whether it
connects (``saldo``), storing (``inlezen``), what is still to be booked (``stand``), proposing where it belongs
(``voorstellen``) and booking it (``boeken``).
"""

from financien.bank.stand import aantal_te_boeken

__all__ = ["aantal_te_boeken"]
