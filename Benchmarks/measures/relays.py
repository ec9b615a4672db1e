"""The measured TURN servers, and allocations on them."""

import socket
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass

from turn_client import IceServer, TurnClient, choose
from turn_client.transport import Datagrams

from . import signaling
from .contestants import Server
from .paths import FERRY
from .websocket import PATIENCE, WebSocket
from .wire import Wire

#: The port of Ferry's pages, and the port of TURN.
HTTP_PORT, TURN_PORT = 8080, 3478

#: The limit on allocations of one conversation on Ferry, minus a spare one.
ALLOCATIONS_A_PAIR = 20

#: coturn's user.
NAME, PASSWORD = "bench", "bench"


@dataclass(frozen=True)
class Flow:
    """An allocation with its peer."""

    client: TurnClient
    peer: socket.socket
    relayed: tuple[str, int]

    def exchange(self, packet: bytes) -> None:
        """Sends a packet to the peer on the channel, and receives it there."""
        self.client.send_channel(packet)
        assert self.peer.recv(2 * len(packet)) == packet
        self.peer.sendto(packet, self.relayed)
        assert self.client.receive() is not None, "nothing came back"

    def close(self) -> None:
        """Closes the sockets without a message."""
        self.client.close()
        self.peer.close()


class Relay:
    """A running TURN server at one end of a wire, until the end of a `with`."""

    def __init__(self, wire: Wire, server: Server, login: "Callable[[Relay, str], IceServer]"):
        self.server = server
        self._wire = wire
        self._login = login
        self._stack = ExitStack()

    def __enter__(self) -> "Relay":
        self._stack.enter_context(self.server)
        return self

    def __exit__(self, *_) -> None:
        self._stack.close()

    def flows(self, count: int, by_channel: bool) -> list[Flow]:
        """Makes `count` allocations, each with a channel or a permission for its peer."""
        flows: list[Flow] = []
        while len(flows) < count:
            source = self._wire.client_address()
            entry = self._login(self, source)
            for _ in range(min(ALLOCATIONS_A_PAIR, count - len(flows))):
                flows.append(self._wire.client.call(self._flow, entry, source, by_channel))
        return flows

    def signal(self, source: str) -> tuple[WebSocket, str]:
        """A signaling device with address `source`, and its ID; it stays until the end."""

        def join() -> tuple[WebSocket, str]:
            device = WebSocket(HTTP_PORT, "/signal", "ferry.signal.1", host=self.server.host, source=source)
            signaling.hello(device)
            return device, device.receive("welcome")["id"]

        device, name = self._wire.client.call(join)
        self._stack.callback(device.close)
        return device, name

    def _flow(self, entry: IceServer, source: str, by_channel: bool) -> Flow:
        client = TurnClient(Datagrams.open(entry.host, entry.port, source), entry.name, entry.password)
        peer = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        peer.bind((source, 0))
        peer.settimeout(PATIENCE)
        relayed = client.allocate().relayed
        if by_channel:
            client.bind(peer.getsockname())
        else:
            client.permit(source)
        flow = Flow(client, peer, relayed)
        self._stack.callback(flow.close)
        return flow


def ferry(wire: Wire) -> Relay:
    """`ferry serve` without its limit of a gigabit a second for each device, since one device makes the whole load."""
    options = ["--state", str(wire.folder / "state"), "--qr", "never", "--log-level", "warning", "--turn-rate", "none"]
    server = Server("ferry", [str(FERRY), "serve", *options], [HTTP_PORT], wire.folder, wire.server)

    def login(relay: Relay, source: str) -> IceServer:
        (device, _), (_, peer) = relay.signal(source), relay.signal(source)
        device.send(type="turn-request", to=peer)
        return choose(device.receive("turn")["iceServers"])

    return Relay(wire, server, login)


def coturn(wire: Wire, *options: str) -> Relay:
    """coturn with one user, configured as an administrator would: no logging per allocation or packet."""
    folder = wire.folder
    command = ["turnserver", "-n", "--listening-ip", wire.server.ipv4, "--relay-ip", wire.server.ipv4]
    command += ["--lt-cred-mech", "--user", f"{NAME}:{PASSWORD}", "--realm", "ferry"]
    command += ["--no-cli", "--no-tls", "--no-dtls", "--no-rfc5780", "--no-stun-backward-compatibility"]
    command += ["--log-file", str(folder / "coturn.txt"), "--simple-log", "--no-stdout-log"]
    command += ["--pidfile", str(folder / "coturn.pid"), "--userdb", str(folder / "coturn.db"), *options]
    server = Server("coturn", command, [TURN_PORT], folder, wire.server)

    def login(relay: Relay, source: str) -> IceServer:
        return IceServer("turn", relay.server.host, TURN_PORT, "udp", NAME, PASSWORD)

    return Relay(wire, server, login)


#: The measured servers. coturn starts a thread for each core by default; Ferry's TURN uses one.
CONTESTANTS: dict[str, Callable[[Wire], Relay]] = {
    "Ferry": ferry,
    "coturn, 1 relay thread": lambda wire: coturn(wire, "--relay-threads", "1"),
    "coturn, its default threads": coturn,
}
