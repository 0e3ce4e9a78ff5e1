"""Files in: reading CSV, XLSX and ODS, the trial run and the fault report. Apps register what can be imported.

``lezen`` gets rows out of a file, ``waarden`` values out of cells, ``soort`` says what can be imported, and
``verloop`` does one import, whole or not at all.
"""
