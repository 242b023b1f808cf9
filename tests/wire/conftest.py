"""A stand-in for each test, and processes that end with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.wire.standin import StandIn

if TYPE_CHECKING:
    from collections.abc import AsyncIterator


@pytest.fixture
async def discord() -> AsyncIterator[StandIn]:
    """A loopback Discord with one community; a call it does not know fails the test."""
    async with StandIn() as standin:
        yield standin
    assert standin.surprises == []
