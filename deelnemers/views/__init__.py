"""Pages of attendance, people and activities."""
