"""Digits on a support screen (L11): each must stand in the contacts' file, in a row without doubt."""

import re

from bot.services import contacts

DIGITS = re.compile(r"\d(?:[\d ]*\d)?")
MARKUP = re.compile(r"<[^<>]*>")
"""What Discord turns into a name or a time: nobody sees these digits."""


def strange_digits(screen: str) -> set[str]:
    """Give the runs of digits on a screen that no contact has."""
    given = {one for nation in contacts.NATIONS for one in contacts.contacts_for(nation)}
    known = {run for one in given for text in (one.how, one.hours) for run in DIGITS.findall(text)}
    return set(DIGITS.findall(MARKUP.sub("", screen))) - known
