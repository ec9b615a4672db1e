"""A TURN client in a few hundred lines, which can also send what no honest client would."""

from .client import Allocation, TurnClient, channel_data
from .ice_servers import IceServer, choose, stun_address
from .message import Attribute, Message, Method, TurnError
from .transport import Datagrams, Stream, Transport

__all__ = [
    "Allocation",
    "Attribute",
    "Datagrams",
    "IceServer",
    "Message",
    "Method",
    "Stream",
    "Transport",
    "TurnClient",
    "TurnError",
    "channel_data",
    "choose",
    "stun_address",
]
