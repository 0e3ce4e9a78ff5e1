"""Measuring how fast the product is, on made-up registrations in a throwaway installation. Never part of the tests."""
