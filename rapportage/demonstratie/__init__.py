"""The demonstration: the published figures of 2020 and a living year, with made-up people.

``wereld`` draws everything from one seed without touching the database; ``laden`` writes it through the product's own
write functions.
"""
