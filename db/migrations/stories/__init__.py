"""Migrations of the stories' own database."""
