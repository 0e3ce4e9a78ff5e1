"""Tables of people and what they do."""
