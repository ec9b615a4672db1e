"""A device of another kind: aiortc for WebRTC, signaling as in docs/protocol.md, all on one machine."""

import asyncio
import hashlib
import random
import secrets
from typing import Any

from aiortc import RTCConfiguration, RTCDataChannel, RTCIceServer, RTCPeerConnection, RTCSessionDescription
from ferry_client import Address, Device

#: The size of a message, and the limit on queued bytes.
MESSAGE, BUFFER = 16_384, 1 << 20

#: Time limits for an open connection, and for the arrival of everything, in seconds.
CONNECTING, SENDING = 30, 60


class WebRTCPeer:
    """One end of a data channel that uses only the TURN servers of one transport."""

    def __init__(self, device: Device, transport: str):
        self.device = device
        self._transport = transport

    @classmethod
    async def join(cls, address: Address, name: str, transport: str) -> "WebRTCPeer":
        """A device in its room."""
        return cls(await Device.join(address, name), transport)

    async def send(self, name: str, data: bytes) -> str:
        """Calls the device called `name`, sends it `data`, and returns the digest it answers with."""
        peer = (await self.device.finds(name))["id"]
        await self.device.send("turn-request", to=peer)
        async with self._connection((await self.device.expect("turn", peer=peer))["iceServers"]) as connection:
            channel = connection.createDataChannel("file")
            opened, digest = asyncio.Event(), asyncio.get_running_loop().create_future()
            channel.on("open", opened.set)
            channel.on("message", digest.set_result)
            # aiortc does not trickle: the description contains all candidates.
            await connection.setLocalDescription(await connection.createOffer())
            call = secrets.token_urlsafe(6)
            await self.device.send("offer", to=peer, call=call, sdp=connection.localDescription.sdp)
            answer = await self.device.expect("answer", CONNECTING, call=call)
            await connection.setRemoteDescription(RTCSessionDescription(answer["sdp"], "answer"))
            async with asyncio.timeout(CONNECTING):
                await opened.wait()
            await _pour(channel, data)
            async with asyncio.timeout(SENDING):
                return await digest

    async def receive(self, size: int) -> None:
        """Accepts the next call, receives `size` bytes and answers with their digest."""
        offer = await self.device.expect("offer", CONNECTING)
        servers = (await self.device.expect("turn", peer=offer["from"]))["iceServers"]
        async with self._connection(servers) as connection:
            done = asyncio.Event()

            @connection.on("datachannel")
            def _(channel: RTCDataChannel) -> None:
                digest, left = hashlib.sha256(), size

                @channel.on("message")
                def _(message: bytes) -> None:
                    nonlocal left
                    digest.update(message)
                    left -= len(message)
                    if left == 0:
                        channel.send(digest.hexdigest())

                channel.on("close", done.set)

            await connection.setRemoteDescription(RTCSessionDescription(offer["sdp"], "offer"))
            await connection.setLocalDescription(await connection.createAnswer())
            sdp = connection.localDescription.sdp
            await self.device.send("answer", to=offer["from"], call=offer["call"], sdp=sdp)
            async with asyncio.timeout(CONNECTING + SENDING):
                await done.wait()

    def _connection(self, entries: list[dict[str, Any]]) -> "_Connection":
        servers = [
            RTCIceServer(url, entry.get("username"), entry.get("credential"))
            for entry in entries
            for url in ([entry["urls"]] if isinstance(entry["urls"], str) else entry["urls"])
            if url.startswith("turn:") and url.endswith(f"transport={self._transport}")
        ]
        assert servers, f"no TURN over {self._transport} in {entries}"
        return _Connection(RTCPeerConnection(RTCConfiguration(servers)))


class _Connection:
    def __init__(self, connection: RTCPeerConnection):
        self._connection = connection

    async def __aenter__(self) -> RTCPeerConnection:
        return self._connection

    async def __aexit__(self, *_) -> None:
        await self._connection.close()


async def _pour(channel: RTCDataChannel, data: bytes) -> None:
    drained = asyncio.Event()
    channel.bufferedAmountLowThreshold = BUFFER // 2
    channel.on("bufferedamountlow", drained.set)
    for offset in range(0, len(data), MESSAGE):
        channel.send(data[offset : offset + MESSAGE])
        if channel.bufferedAmount > BUFFER:
            drained.clear()
            await drained.wait()


async def run_sender(address: Address, transport: str, to: str, data: bytes) -> str:
    """A device that joins, sends, and leaves."""
    peer = await WebRTCPeer.join(address, "Sender", transport)
    try:
        return await peer.send(to, data)
    finally:
        await peer.device.leave()


async def run_receiver(address: Address, transport: str, name: str, size: int) -> None:
    """A device that joins, receives, and leaves."""
    peer = await WebRTCPeer.join(address, name, transport)
    try:
        await peer.receive(size)
    finally:
        await peer.device.leave()


def noise(size: int) -> bytes:
    """Bytes without repetition, the same each time."""
    return random.Random(size).randbytes(size)
