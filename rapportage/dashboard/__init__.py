"""The dashboards: composed from raw figures (``samenstelling``), shielded for the reader, drawn, and shown.

    tellingen, financien -> samenstelling -> Blad[Cijfer] -> afscherming -> Blad[Getoond] -> page, chart, spreadsheet

Nothing behind ``afscherming`` ever sees a raw figure.
"""
