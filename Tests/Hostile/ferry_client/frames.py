"""Frames of data (docs/protocol.md, Frames)."""

import struct
from dataclasses import dataclass

#: The size of the header in bytes: ID and sequence number.
HEADER = 16

DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def file_id(transfer: str, file: int) -> bytes:
    """The 12 bytes that identify file number `file` of a transfer."""
    digits = ""
    for _ in range(4):
        file, digit = divmod(file, 36)
        digits = DIGITS[digit] + digits
    return (transfer + digits).encode()


def frame(transfer: str, file: int, sequence: int, payload: bytes) -> bytes:
    """One frame."""
    return file_id(transfer, file) + struct.pack(">I", sequence) + payload


@dataclass(frozen=True)
class Frame:
    """A received frame."""

    id: bytes
    sequence: int
    payload: bytes


def parse(data: bytes) -> Frame:
    """Reads a frame; raises `ValueError` when it has no header."""
    if len(data) < HEADER:
        raise ValueError(f"a frame of {len(data)} bytes has no header")
    return Frame(data[:12], struct.unpack(">I", data[12:16])[0], data[16:])
