"""Forms about people and what they do."""
