"""A small Discord on loopback: real sockets, a gateway and the REST calls that Kettle makes.

It keeps what the bot writes, lets a test make people's gestures, and can fail on demand.
It leaves out all rights but seeing and writing, events for the bot's own messages and threads, voice,
reactions and scheduled events. What it does not know it refuses loudly: a route
with 501, a gateway code with 4001, and both are listed in `StandIn.surprises`.
"""

from tests.wire.standin.faults import Fault
from tests.wire.standin.gestures import Reply
from tests.wire.standin.limits import Limits
from tests.wire.standin.server import StandIn
from tests.wire.standin.weather import Weather
from tests.wire.standin.world import Community, Json, Person, World

__all__ = ["Community", "Fault", "Json", "Limits", "Person", "Reply", "StandIn", "Weather", "World"]
