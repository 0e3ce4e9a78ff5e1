"""What the rooms import about people and what they do there. The order is that in which a fresh start is filled."""

# Each module registers its kinds when it is loaded.
from deelnemers.importsoorten import mensen, activiteiten, werk, verwijzingen, trajecten  # isort: skip

__all__ = ["activiteiten", "mensen", "trajecten", "verwijzingen", "werk"]
