"""A name server for a machine's resolver."""

import select
import socket
import struct
import threading
from pathlib import Path

from network.laboratory import Machine

PORT = 53

#: Constants from RFC 1035, section 4.1.1, and RFC 3596.
RESPONSE, RECURSION, SERVER_FAILURE = 0x8000, 0x0180, 2
TYPE_A, CLASS_IN = 1, 1


class Resolver:
    """Answers every query for an IPv4 address; with a failure until an address is set."""

    def __init__(self, machine: Machine):
        self._address = _name_server()
        self._reply: bytes | None = None
        self._is_over = threading.Event()
        # Programs on the machine ask the server in /etc/resolv.conf, to which there is no route in the laboratory.
        machine.run("ip", "address", "add", self._address, "dev", "lo")
        self._socket: socket.socket = machine.call(_open, self._address)
        self._thread = threading.Thread(target=self._serve, name="resolver", daemon=True)

    def __enter__(self) -> "Resolver":
        self._thread.start()
        return self

    def __exit__(self, *_) -> None:
        self._is_over.set()
        self._thread.join()
        self._socket.close()

    def answer(self, address: str) -> None:
        """Sets the address of every name from now on."""
        self._reply = socket.inet_aton(address)

    def _serve(self) -> None:
        while not self._is_over.is_set():
            if select.select([self._socket], [], [], 0.1)[0]:
                query, client = self._socket.recvfrom(1 << 16)
                self._socket.sendto(_response(query, self._reply), client)


def _response(query: bytes, reply: bytes | None) -> bytes:
    end = query.index(0, 12) + 5
    kind = int.from_bytes(query[end - 4 : end - 2])
    flags = RESPONSE | RECURSION | (0 if reply else SERVER_FAILURE)
    answers = 1 if reply and kind == TYPE_A else 0
    response = query[:2] + struct.pack("!HHHHH", flags, 1, answers, 0, 0) + query[12:end]
    if answers:
        # The name is a pointer to the one in the query, at offset 12; the answer is valid for a second.
        response += struct.pack("!HHHIH", 0xC00C, TYPE_A, CLASS_IN, 1, len(reply)) + reply
    return response


def _name_server() -> str:
    for line in Path("/etc/resolv.conf").read_text().splitlines():
        if line.startswith("nameserver"):
            return line.split()[1]
    # The default of resolv.conf(5).
    return "127.0.0.1"


def _open(address: str) -> socket.socket:
    server = socket.socket(socket.AF_INET6 if ":" in address else socket.AF_INET, socket.SOCK_DGRAM)
    server.bind((address, PORT))
    return server
