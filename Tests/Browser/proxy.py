#!/usr/bin/env python3
"""A minimal reverse proxy: adds X-Forwarded-For to the first request of a connection and forwards the rest.

    proxy.py PORT SERVER_HOST SERVER_PORT [--no-upgrade]

It asks both sides to close the connection after one request, unless that is a WebSocket upgrade. With `--no-upgrade`
it removes the Upgrade field, as proxies without support for WebSockets do.
"""

import asyncio
import sys

#: The longest request head, in bytes.
HEAD = 65_536


async def main(port: int, host: str, server_port: int, passes_upgrades: bool) -> None:
    """Serves until the process is ended."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        client = writer.get_extra_info("peername")[0]
        try:
            head = await reader.readuntil(b"\r\n\r\n")
            server_reader, server_writer = await asyncio.open_connection(host, server_port)
            server_writer.write(with_forwarding(head, client, passes_upgrades))
            await asyncio.gather(pump(reader, server_writer), pump(server_reader, writer))
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, None, port, limit=HEAD)
    await server.serve_forever()


def with_forwarding(head: bytes, client: str, passes_upgrades: bool) -> bytes:
    """The request head with the client's address and, for a plain request, with `Connection: close`."""
    lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    if not passes_upgrades:
        lines = [line for line in lines if not line.lower().startswith(b"upgrade:")]
    if not any(line.lower().startswith(b"upgrade:") for line in lines):
        lines = [line for line in lines if not line.lower().startswith(b"connection:")] + [b"Connection: close"]
    lines.append(b"X-Forwarded-For: " + client.encode())
    return b"\r\n".join(lines) + b"\r\n\r\n"


async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Forwards bytes until the sender ends."""
    try:
        while data := await reader.read(HEAD):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), "--no-upgrade" not in sys.argv[4:]))
