"""Whose rows are meant: one member's, in one community or in all."""

from sqlalchemy import ColumnElement, and_
from sqlalchemy.orm import InstrumentedAttribute


def belongs(column: InstrumentedAttribute[int], member_id: int, guild_id: int | None) -> ColumnElement[bool]:
    """Say that a column of a person names this member; a guild narrows it to that community's rows."""
    mine = column == member_id
    return mine if guild_id is None else and_(mine, column.class_.guild_id == guild_id)
