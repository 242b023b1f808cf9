"""Week totals: what was published of a community's check-ins, never what it was made from."""

from datetime import date

from sqlalchemy import JSON
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, Snowflake


class WeekTotal(Base):
    """A week of a community, told once: rounded figures by answer. A hidden answer is not in them.

    `week` is its Monday. `people` is None where too few answered; then there are no figures either.
    """

    __tablename__ = "week_totals"

    guild_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    week: Mapped[date] = mapped_column(primary_key=True)
    people: Mapped[int | None]
    figures: Mapped[dict[str, int]] = mapped_column(JSON)
