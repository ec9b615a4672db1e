"""A second implementation of docs/protocol.md, written from that page alone.

The honest half (`Device`, `RelayPipe`, `send`, `receive`) is for the check after each test that two devices can
still send a file. The hostile half (`HostilePeer`, `raw`) sends what no page would.
"""

from .address import Address
from .conversation import encrypted_between, relay_between
from .device import ClosedError, Device, ServerError
from .encryption import SealError
from .frames import file_id, frame
from .peer import HostilePeer
from .relay import RelayPipe
from .transfer import File, RefusedError, ViolationError, receive, send

__all__ = [
    "Address",
    "ClosedError",
    "Device",
    "File",
    "HostilePeer",
    "RefusedError",
    "RelayPipe",
    "SealError",
    "ServerError",
    "ViolationError",
    "encrypted_between",
    "file_id",
    "frame",
    "receive",
    "relay_between",
    "send",
]
