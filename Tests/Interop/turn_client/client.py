"""A client that holds one allocation (RFC 8656)."""

import ssl
import struct
import time
from dataclasses import dataclass

from .ice_servers import IceServer
from .message import INDICATION, Attribute, Message, Method, Peer, long_term_key
from .transport import Datagrams, Stream, Transport

#: The time to wait for a response of a server on this machine, which may be busy, and the interval of retransmissions
#: over UDP, in seconds.
PATIENCE = 15.0
REPEAT = 0.5

#: UDP as the value of REQUESTED-TRANSPORT.
RELAY_UDP = bytes([17, 0, 0, 0])

FIRST_CHANNEL = 0x4000


@dataclass(frozen=True)
class Allocation:
    """A granted allocation."""

    relayed: Peer
    mapped: Peer
    lifetime: int


def channel_data(data: bytes, channel: int) -> bytes:
    """A ChannelData message without padding (RFC 8656, section 12.4)."""
    return struct.pack("!HH", channel, len(data)) + data


class TurnClient:
    """A client of a server over one transport. Requests raise `TurnError` when they are refused."""

    def __init__(self, transport: Transport, name: str | None = None, password: str | None = None):
        self.transport = transport
        self.name = name
        self.password = password
        self.realm = ""
        self.nonce = b""
        self.allocation: Allocation | None = None
        self._packets: list[tuple[Peer | int, bytes]] = []

    @classmethod
    def open(cls, server: IceServer, tls: ssl.SSLContext | None = None) -> "TurnClient":
        """A client of this server. Call it on a thread of the machine that the socket shall belong to."""
        if server.transport == "udp":
            transport: Transport = Datagrams.open(server.host, server.port)
        else:
            transport = Stream.open(server.host, server.port, tls if server.transport == "tls" else None)
        return cls(transport, server.name, server.password)

    # Requests

    def binding(self) -> Peer:
        """The client's address as the server sees it."""
        return self.request(Message(Method.BINDING)).address(Attribute.XOR_MAPPED_ADDRESS)

    def allocate(self, lifetime: int | None = None, family: int | None = None) -> Allocation:
        """Makes an allocation; `family` 1 or 2 asks for an IPv4 or IPv6 address."""
        request = Message(Method.ALLOCATE).add(Attribute.REQUESTED_TRANSPORT, RELAY_UDP)
        if family is not None:
            request.add(Attribute.REQUESTED_ADDRESS_FAMILY, bytes([family, 0, 0, 0]))
        if lifetime is not None:
            request.add(Attribute.LIFETIME, lifetime.to_bytes(4))
        answer = self.authenticated(request)
        self.allocation = Allocation(
            answer.address(Attribute.XOR_RELAYED_ADDRESS),
            answer.address(Attribute.XOR_MAPPED_ADDRESS),
            int.from_bytes(answer.get(Attribute.LIFETIME) or b""),
        )
        return self.allocation

    def refresh(self, lifetime: int) -> int:
        """Extends the allocation, or ends it with lifetime 0. Returns the granted lifetime."""
        request = Message(Method.REFRESH).add(Attribute.LIFETIME, lifetime.to_bytes(4))
        return int.from_bytes(self.authenticated(request).get(Attribute.LIFETIME) or b"")

    def permit(self, *hosts: str) -> None:
        """Requests permissions for these addresses."""
        request = Message(Method.CREATE_PERMISSION)
        for host in hosts:
            request.add_peer((host, 0))
        self.authenticated(request)

    def bind(self, peer: Peer, channel: int = FIRST_CHANNEL) -> int:
        """Binds a channel to a peer."""
        request = Message(Method.CHANNEL_BIND).add(Attribute.CHANNEL_NUMBER, struct.pack("!HH", channel, 0))
        self.authenticated(request.add_peer(peer))
        return channel

    def authenticated(self, request: Message) -> Message:
        """The response to a request with credentials; gets a nonce when there is none or it is stale."""
        for _ in range(2):
            if self.nonce:
                answer = self._exchange(self.signed(request))
            else:
                answer = self._exchange(request.encoded(), request.transaction)
            error = answer.error
            if error is None:
                return answer
            fresh = answer.get(Attribute.NONCE)
            if fresh is None or fresh == self.nonce or error.code not in (401, 438):
                raise error
            self.nonce, self.realm = fresh, (answer.get(Attribute.REALM) or b"").decode()
            # A new transaction, because the response to the old one may come twice.
            request = Message(request.method, request.kind, request.attributes)
        raise error

    def request(self, request: Message) -> Message:
        """The response to a request without credentials, success or error."""
        return self._exchange(request.encoded(), request.transaction)

    # Packets

    def send(self, peer: Peer, data: bytes) -> None:
        """Sends in a Send indication."""
        self.transport.send(Message(Method.SEND, INDICATION).add_peer(peer).add(Attribute.DATA, data).encoded())

    def send_channel(self, data: bytes, channel: int = FIRST_CHANNEL) -> None:
        """Sends on a channel."""
        self.transport.send(channel_data(data, channel))

    def receive(self, timeout: float = PATIENCE) -> tuple[Peer | int, bytes] | None:
        """The next packet from a peer, with its address or its channel; None when none arrives."""
        deadline = time.monotonic() + timeout
        while not self._packets:
            message = self.transport.receive(max(0.0, deadline - time.monotonic()))
            if message is None:
                return None
            self._keep(message)
        return self._packets.pop(0)

    def close(self) -> None:
        """Closes the socket without ending the allocation."""
        self.transport.close()

    def signed(self, request: Message) -> bytes:
        """The bytes of a request with credentials."""
        signed = Message(request.method, request.kind, list(request.attributes), request.transaction)
        signed.add(Attribute.USERNAME, (self.name or "").encode())
        signed.add(Attribute.REALM, self.realm.encode()).add(Attribute.NONCE, self.nonce)
        return signed.encoded(long_term_key(self.name or "", self.realm, self.password or ""))

    def _exchange(self, request: bytes, transaction: bytes | None = None) -> Message:
        transaction = transaction or request[8:20]
        deadline = time.monotonic() + PATIENCE
        while (left := deadline - time.monotonic()) > 0:
            self.transport.send(request)
            again = time.monotonic() + (left if self.transport.is_stream else min(left, REPEAT))
            while (wait := again - time.monotonic()) > 0:
                message = self.transport.receive(wait)
                if message is None:
                    break
                if message[0] & 0xC0 == 0 and message[8:20] == transaction:
                    return Message.decoded(message)
                self._keep(message)
        raise TimeoutError(f"no answer to {request[:2].hex()} within {PATIENCE:g} s")

    def _keep(self, message: bytes) -> None:
        if message[0] & 0xC0 == 0x40:
            channel, length = struct.unpack("!HH", message[:4])
            self._packets.append((channel, message[4 : 4 + length]))
            return
        decoded = Message.decoded(message)
        if decoded.method == Method.DATA:
            packet = (decoded.address(Attribute.XOR_PEER_ADDRESS), decoded.get(Attribute.DATA) or b"")
            self._packets.append(packet)
