"""The encryption of relay pipes (docs/protocol.md, Encryption)."""

import base64
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

#: The bytes that AES-GCM adds to a message.
TAG = 16


class SealError(Exception):
    """The error of a message that the other side did not seal, or that is not the next one."""


class OwnKey:
    """A key for one pairing."""

    def __init__(self, number: int | None = None) -> None:
        """A fresh key, or the one with a known private `number`."""
        curve = ec.SECP256R1()
        self._private = ec.generate_private_key(curve) if number is None else ec.derive_private_key(number, curve)
        #: The public key, an uncompressed point.
        self.public = self._private.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    @property
    def text(self) -> str:
        """The value of `key` in a message."""
        return base64.urlsafe_b64encode(self.public).decode().rstrip("=")

    def agree(self, other: bytes) -> bytes:
        """The secret shared with the owner of `other`. Raises `ValueError` when that is not a point of the curve."""
        return self._private.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), other))


def point(text: str) -> bytes:
    """The bytes of a `key` value."""
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass(frozen=True)
class Pairing:
    """The facts about a pairing that both sides share."""

    requester: str
    accepter: str
    name: str
    requester_key: bytes
    accepter_key: bytes

    @property
    def salt(self) -> bytes:
        """The hash of the transcript."""
        names = (self.requester + self.accepter + self.name).encode()
        return hashlib.sha256(b"ferry relay 1\0" + names + self.requester_key + self.accepter_key).digest()

    def seal(self, secret: bytes, role: str) -> "Seal":
        """The seal of messages sent by this role, `requester` or `accepter`."""
        info = f"ferry relay 1 {role}".encode()
        return Seal(HKDF(SHA256(), 32, self.salt, info).derive(secret))


class Seal:
    """One direction of a pipe: encrypts on one side and decrypts on the other, messages in order."""

    def __init__(self, key: bytes):
        self._cipher = AESGCM(key)
        self._count = 0

    def close(self, message: bytes) -> bytes:
        """The encrypted message."""
        return self._cipher.encrypt(self._nonce(), message, None)

    def open(self, message: bytes) -> bytes:
        """The decrypted message. Raises `SealError` when the other side did not seal it, or it is not the next one."""
        try:
            return self._cipher.decrypt(self._nonce(), message, None)
        except (InvalidTag, ValueError):
            raise SealError(f"message {self._count - 1} of {len(message)} bytes does not open") from None

    def _nonce(self) -> bytes:
        number = self._count
        self._count += 1
        return bytes(4) + number.to_bytes(8, "big")
