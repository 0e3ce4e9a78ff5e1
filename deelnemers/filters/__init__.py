"""Filters of people and what they do."""
