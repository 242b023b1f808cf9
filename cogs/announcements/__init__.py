"""Announcements: written, looked at, scheduled, and mended when they are out."""
