"""Sending and receiving files over a pipe (docs/protocol.md, Transfers, Frames and Credit)."""

import hashlib
import secrets
from dataclasses import dataclass, field
from typing import Any

from . import frames
from .relay import MAXIMUM_PAYLOAD, RelayPipe

#: The bytes that a receiver grants beyond what it has received.
WINDOW = 8 * 1024 * 1024

#: The longest control message, in bytes.
LONGEST_CONTROL = 60_000


class RefusedError(Exception):
    """The error of a declined or cancelled transfer."""


class ViolationError(Exception):
    """The error of a sender that broke the rules of a transfer; this receiver ended it with `cancel` `protocol`."""


@dataclass(frozen=True)
class File:
    """A file to send, or a received one."""

    name: str
    content: bytes = b""

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()

    @property
    def manifest(self) -> dict[str, Any]:
        """The file's entry in an offer."""
        return {"name": self.name, "size": len(self.content), "type": "", "modified": None}


def chunks(size: int, payload: int) -> int:
    """The number of chunks of a file of `size` bytes."""
    return -(-size // payload)


async def send(pipe: RelayPipe, files: list[File]) -> None:
    """Offers files, waits for the grant, sends them, and returns once the receiver has stored all of them."""
    transfer = secrets.token_urlsafe(6)
    await pipe.send_control(
        "offer",
        id=transfer,
        count=len(files),
        total=sum(len(file.content) for file in files),
        files=[file.manifest for file in files],
        more=False,
    )
    accept = await _answer(pipe, transfer)
    payload, granted = accept["payload"], accept["granted"]
    sent = 0
    for number, file in enumerate(files):
        for sequence in range(chunks(len(file.content), payload)):
            while sent >= granted:
                granted = max(granted, (await _answer(pipe, transfer))["granted"])
            offset = sequence * payload
            await pipe.send_data(frames.frame(transfer, number, sequence, file.content[offset : offset + payload]))
            sent += 1
        await pipe.send_control("file-end", id=transfer, file=number, chunks=chunks(len(file.content), payload))
    while (await _answer(pipe, transfer))["type"] != "complete":
        pass


async def _answer(pipe: RelayPipe, transfer: str) -> dict[str, Any]:
    """The receiver's next message about a transfer."""
    while True:
        kind, message = await pipe.receive()
        if kind != "control" or message.get("id") != transfer:
            continue
        if message["type"] in ("decline", "cancel"):
            raise RefusedError(f"{message['type']}: {message['reason']}")
        return message


@dataclass
class _Incoming:
    """The receiver's side of a transfer."""

    id: str
    payload: int
    manifest: list[dict[str, Any]]
    file: int = 0
    sequence: int = 0
    acked: int = 0
    contents: list[bytearray] = field(default_factory=list)

    def granted(self) -> int:
        return self.acked + WINDOW // self.payload

    def take(self, data: bytes) -> None:
        """Stores one chunk. Raises `ViolationError` for any chunk that is not the next one."""
        try:
            frame = frames.parse(data)
        except ValueError as error:
            raise ViolationError(str(error)) from None
        if self.file >= len(self.manifest) or frame.id != frames.file_id(self.id, self.file):
            raise ViolationError(f"a frame of {frame.id!r}, which was not agreed")
        size = self.manifest[self.file]["size"]
        if frame.sequence != self.sequence or frame.sequence >= chunks(size, self.payload):
            raise ViolationError(f"chunk {frame.sequence} instead of {self.sequence}")
        if len(frame.payload) != min(self.payload, size - self.sequence * self.payload):
            raise ViolationError(f"a chunk of {len(frame.payload)} bytes")
        self.contents[self.file] += frame.payload
        self.sequence += 1
        self.acked += 1

    def end(self, message: dict[str, Any]) -> None:
        """Handles the end of a file."""
        expected = chunks(self.manifest[self.file]["size"], self.payload)
        if message["file"] != self.file or message["chunks"] != expected or self.sequence != expected:
            raise ViolationError(f"{message} after {self.sequence} of {expected} chunks")
        self.file += 1
        self.sequence = 0


async def receive(pipe: RelayPipe) -> list[File]:
    """Accepts the next offer and returns its files. Checks that the sender keeps to what was agreed."""
    offer = await _offer(pipe)
    payload = min(MAXIMUM_PAYLOAD, pipe.maximum_payload)
    incoming = _Incoming(offer["id"], payload, offer["files"], contents=[bytearray() for _ in offer["files"]])
    await pipe.send_control("accept", id=incoming.id, payload=payload, acked=0, granted=incoming.granted())
    told = 0
    try:
        while incoming.file < len(incoming.manifest):
            kind, message = await pipe.receive()
            if kind == "data":
                incoming.take(message)
            elif message.get("id") == incoming.id:
                match message["type"]:
                    case "file-end":
                        incoming.end(message)
                    case "cancel":
                        raise RefusedError(f"cancel: {message['reason']}")
            if incoming.acked - told >= WINDOW // payload // 8 or (kind == "control" and incoming.acked > told):
                told = incoming.acked
                await pipe.send_control("credit", id=incoming.id, acked=told, granted=incoming.granted())
    except ViolationError:
        await pipe.send_control("cancel", id=incoming.id, reason="protocol")
        raise
    await pipe.send_control("complete", id=incoming.id)
    return [
        File(entry["name"], bytes(content)) for entry, content in zip(incoming.manifest, incoming.contents, strict=True)
    ]


async def _offer(pipe: RelayPipe) -> dict[str, Any]:
    """The next complete offer. A receiver ignores other messages before it."""
    offer: dict[str, Any] | None = None
    while offer is None or offer["more"]:
        kind, message = await pipe.receive()
        if kind != "control":
            raise ViolationError(f"{kind} before any offer was accepted")
        if message["type"] == "offer":
            offer = message
        elif message["type"] == "offer-files" and offer is not None and message["id"] == offer["id"]:
            offer["files"] += message["files"]
            offer["more"] = message["more"]
    if len(offer["files"]) != offer["count"] or sum(file["size"] for file in offer["files"]) != offer["total"]:
        await pipe.send_control("decline", id=offer["id"], reason="invalid")
        raise ViolationError("an offer that does not add up")
    return offer
