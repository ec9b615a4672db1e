"""STUN messages (RFC 8489, sections 5 and 14) with the attributes of TURN (RFC 8656, section 18)."""

import hashlib
import hmac
import ipaddress
import os
import struct
import zlib
from dataclasses import dataclass, field
from enum import IntEnum

MAGIC_COOKIE = 0x2112A442
HEADER_SIZE = 20

#: The classes as bits of the type field.
REQUEST, INDICATION, SUCCESS, ERROR = 0x000, 0x010, 0x100, 0x110

#: The constant that FINGERPRINT is XORed with (RFC 8489, section 14.7).
FINGERPRINT_MASK = 0x5354554E

Peer = tuple[str, int]


class Method(IntEnum):
    BINDING = 0x001
    ALLOCATE = 0x003
    REFRESH = 0x004
    SEND = 0x006
    DATA = 0x007
    CREATE_PERMISSION = 0x008
    CHANNEL_BIND = 0x009


class Attribute(IntEnum):
    USERNAME = 0x0006
    MESSAGE_INTEGRITY = 0x0008
    ERROR_CODE = 0x0009
    CHANNEL_NUMBER = 0x000C
    LIFETIME = 0x000D
    XOR_PEER_ADDRESS = 0x0012
    DATA = 0x0013
    REALM = 0x0014
    NONCE = 0x0015
    XOR_RELAYED_ADDRESS = 0x0016
    REQUESTED_ADDRESS_FAMILY = 0x0017
    REQUESTED_TRANSPORT = 0x0019
    XOR_MAPPED_ADDRESS = 0x0020
    FINGERPRINT = 0x8028


class TurnError(Exception):
    """The error of a refused request."""

    def __init__(self, code: int, reason: str):
        super().__init__(f"{code} {reason}")
        self.code = code


@dataclass
class Message:
    """A message; attribute values are bytes as on the wire, without padding."""

    method: int
    kind: int = REQUEST
    attributes: list[tuple[int, bytes]] = field(default_factory=list)
    transaction: bytes = field(default_factory=lambda: os.urandom(12))

    def add(self, attribute: int, value: bytes = b"") -> "Message":
        """Appends an attribute."""
        self.attributes.append((attribute, value))
        return self

    def add_peer(self, peer: Peer, attribute: int = Attribute.XOR_PEER_ADDRESS) -> "Message":
        """Appends an attribute with an address and a port."""
        return self.add(attribute, self._xor_address(peer))

    def get(self, attribute: int) -> bytes | None:
        """The first attribute of this type."""
        return next((value for kind, value in self.attributes if kind == attribute), None)

    def address(self, attribute: int) -> Peer:
        """The address in an attribute."""
        value = self.get(attribute)
        assert value is not None, f"no attribute {attribute:#06x} in {self}"
        port = int.from_bytes(value[2:4]) ^ MAGIC_COOKIE >> 16
        host = bytes(a ^ b for a, b in zip(value[4:], self._mask(), strict=False))
        return str(ipaddress.ip_address(host)), port

    @property
    def error(self) -> TurnError | None:
        """The error in an error response."""
        value = self.get(Attribute.ERROR_CODE)
        return TurnError((value[2] & 7) * 100 + value[3], value[4:].decode()) if value else None

    def encoded(self, key: bytes | None = None, fingerprint: bool = False) -> bytes:
        """The encoded message; with `key`, MESSAGE-INTEGRITY comes last, except for FINGERPRINT."""
        body = b"".join(_attribute(kind, value) for kind, value in self.attributes)
        if key is not None:
            digest = hmac.digest(key, self._header(len(body) + 24) + body, hashlib.sha1)
            body += _attribute(Attribute.MESSAGE_INTEGRITY, digest)
        if fingerprint:
            check = zlib.crc32(self._header(len(body) + 8) + body) ^ FINGERPRINT_MASK
            body += _attribute(Attribute.FINGERPRINT, check.to_bytes(4))
        return self._header(len(body)) + body

    @classmethod
    def decoded(cls, data: bytes) -> "Message":
        """Decodes a complete message."""
        kind, length, cookie = struct.unpack("!HHI", data[:8])
        assert cookie == MAGIC_COOKIE and len(data) == HEADER_SIZE + length and length % 4 == 0, data.hex()
        message = cls(kind & ~ERROR, kind & ERROR, [], data[8:HEADER_SIZE])
        rest = data[HEADER_SIZE:]
        while rest:
            attribute, size = struct.unpack("!HH", rest[:4])
            assert size + 4 <= len(rest), data.hex()
            message.add(attribute, rest[4 : 4 + size])
            rest = rest[4 + (size + 3 & ~3) :]
        return message

    def _header(self, length: int) -> bytes:
        return struct.pack("!HHI", self.method | self.kind, length, MAGIC_COOKIE) + self.transaction

    def _mask(self) -> bytes:
        return MAGIC_COOKIE.to_bytes(4) + self.transaction

    def _xor_address(self, peer: Peer) -> bytes:
        host = ipaddress.ip_address(peer[0])
        mixed = bytes(a ^ b for a, b in zip(host.packed, self._mask(), strict=False))
        return struct.pack("!BBH", 0, 1 if host.version == 4 else 2, peer[1] ^ MAGIC_COOKIE >> 16) + mixed


def _attribute(kind: int, value: bytes) -> bytes:
    return struct.pack("!HH", kind, len(value)) + value + bytes(-len(value) % 4)


def long_term_key(name: str, realm: str, password: str) -> bytes:
    """The key of a long-term credential (RFC 8489, section 9.2.2)."""
    return hashlib.md5(f"{name}:{realm}:{password}".encode()).digest()
