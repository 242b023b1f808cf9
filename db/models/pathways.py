"""Where a member says they are in peer work."""

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from db.base import Base, MemberId, Snowflake

WORD = 10
"""Characters that the name of a stage has at most."""


class PathwayStage(Base):
    """A member's own stage, as they asked to have it remembered."""

    __tablename__ = "pathway_stages"

    guild_id: Mapped[int] = mapped_column(Snowflake, primary_key=True, autoincrement=False)
    member_id: Mapped[int] = mapped_column(MemberId, primary_key=True, autoincrement=False, index=True)
    stage: Mapped[str] = mapped_column(String(WORD))
