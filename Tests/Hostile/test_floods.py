"""Floods beyond the server's limits, and its state afterwards."""

import asyncio

import pytest
from conftest import FerryServer, Serve
from ferry_client import Address, Device
from ferry_client.raw import ENDED, RawSocket, ask, handshake, request


async def opened(server: Address) -> RawSocket | None:
    """A signaling socket; None when the server refuses, in whatever way."""
    try:
        raw = await RawSocket.connect(server)
    except OSError:
        return None
    try:
        await raw.write(handshake(server))
        if (await raw.response()).status == 101:
            return raw
    except (asyncio.IncompleteReadError, *ENDED, TimeoutError):
        pass
    await raw.close()
    return None


@pytest.mark.over_tls
async def test_one_address_has_its_share_of_sockets_and_no_more(serve: Serve) -> None:
    async with serve("--sockets-per-address", "20") as process:
        greedy = process.address.coming_from("127.0.4.1")
        sockets = [await RawSocket.upgraded(greedy) for _ in range(20)]
        response = await ask(greedy, handshake(greedy))
        assert response.status == 429
        assert int(response.fields["retry-after"]) > 0
        # Pages are not sockets, and other clients have their own share.
        assert (await ask(greedy, request("/healthz", ("Host", greedy.authority)))).status == 200
        other = await Device.join(process.address.coming_from("127.0.4.2"))
        await other.leave()
        # A socket that ends makes room for another.
        await sockets.pop().close()
        await process.settles('ferry_sockets{kind="signal"}', 19)
        sockets.append(await RawSocket.upgraded(greedy))
        for raw in sockets:
            await raw.close()
        await process.settles('ferry_sockets{kind="signal"}', 0)


async def test_ipv4_clients_of_a_server_on_both_families_are_told_apart(serve: Serve) -> None:
    """On a dual-stack socket, IPv4 clients arrive as IPv4-mapped addresses, all of which are in one /64."""
    async with serve("--sockets-per-address", "3", "--trust-proxy", "127.0.8.9", listen="::") as process:
        greedy = process.address.coming_from("127.0.8.1")
        sockets = [await RawSocket.upgraded(greedy) for _ in range(3)]
        assert (await ask(greedy, handshake(greedy))).status == 429
        other = await Device.join(process.address.coming_from("127.0.8.2"))
        assert other.welcome["room"]["kind"] == "lan"
        proxied = await Device.join(
            process.address.coming_from("127.0.8.9"), headers={"X-Forwarded-For": "::ffff:203.0.113.9"}
        )
        assert proxied.welcome["room"]["kind"] == "public"
        await asyncio.gather(other.leave(), proxied.leave(), *(raw.close() for raw in sockets))
        await process.settles('ferry_sockets{kind="signal"}', 0)


async def test_an_ipv6_network_shares_one_budget_behind_a_proxy(serve: Serve) -> None:
    async with serve("--sockets-per-address", "5", "--trust-proxy", "127.0.0.1") as process:
        devices = [
            await Device.join(process.address, headers={"X-Forwarded-For": f"2001:db8::{number}"})
            for number in range(5)
        ]
        refused = await ask(
            process.address, handshake(process.address, "/signal", ("X-Forwarded-For", "2001:db8::ffff"))
        )
        assert refused.status == 429
        elsewhere = await Device.join(process.address, headers={"X-Forwarded-For": "2001:db8:1::1"})
        await asyncio.gather(elsewhere.leave(), *(device.leave() for device in devices))


async def test_a_room_has_its_members_and_no_more(serve: Serve) -> None:
    async with serve("--room-members", "5") as process:
        members = [await Device.join(process.address, f"Member {number}") for number in range(5)]
        late = await Device.join(process.address, "Late")
        assert late.welcome["room"] == {"kind": "none", "reason": "full"}
        assert late.devices == {}
        await asyncio.gather(late.leave(), *(device.leave() for device in members))


#: More sockets than descriptors, in waves from one address each.
WAVES, WAVE = 20, 75


async def flood(server: Address) -> list[RawSocket]:
    """Opens sockets until there is no more room; returns the accepted ones."""
    let_in: list[RawSocket] = []
    for wave in range(WAVES):
        source = server.coming_from(f"127.0.6.{wave + 1}")
        sockets = await asyncio.gather(*(opened(source) for _ in range(WAVE)))
        let_in += [raw for raw in sockets if raw is not None]
    return let_in


async def calm(process: FerryServer, sockets: list[RawSocket], descriptors: int) -> None:
    """Ends a flood, and waits until only the two guests are left, and about as many descriptors as before."""
    for raw in sockets:
        await raw.close()
    await process.settles('ferry_sockets{kind="signal"}', 2)
    async with asyncio.timeout(20):
        while process.open_descriptors > descriptors + 8:
            await asyncio.sleep(0.1)


@pytest.mark.over_tls
async def test_a_flood_up_to_the_limit_of_descriptors_and_back(serve: Serve) -> None:
    """The server raises its soft limit to the hard one. When that is reached it keeps serving its clients, and after
    the flood there is room again.
    """
    async with serve(descriptors=(256, 1024)) as process:
        assert process.metric("process_max_fds") == 1024
        resting = process.open_descriptors
        before = process.anonymous_memory
        guests = await asyncio.gather(*(Device.join(process.address.coming_from("127.0.5.1")) for _ in range(2)))
        sockets = await flood(process.address)
        # More than the soft limit; up to half of the hard one is kept for TURN sockets.
        assert 384 < len(sockets) < 1024, f"{len(sockets)} sockets of 1,500"
        assert process.open_descriptors < 1024
        await guests[0].send("offer", to=guests[1].id, call="flooded", sdp="v=0")
        await guests[1].expect("offer", call="flooded")
        # Silent connections do not block the server either: each wave also left some of them behind.
        await calm(process, sockets, resting)
        # Two floods take no more memory than one.
        assert process.anonymous_memory - before < 40_000_000
        await asyncio.gather(*(guest.leave() for guest in guests))


@pytest.mark.over_tls
async def test_without_turn_nearly_all_descriptors_are_for_sockets_twice_in_a_row(serve: Serve) -> None:
    async with serve("--turn", "off", descriptors=(256, 1024)) as process:
        resting = process.open_descriptors
        before = process.anonymous_memory
        guests = await asyncio.gather(*(Device.join(process.address.coming_from("127.0.5.1")) for _ in range(2)))
        for turn in range(2):
            sockets = await flood(process.address)
            assert 900 < len(sockets) < 1024, f"{len(sockets)} sockets of 1,500"
            assert process.open_descriptors < 1024
            # Beyond the limit no client gets in, and the existing ones can still call each other.
            assert await opened(process.address.coming_from("127.0.5.2")) is None
            call = f"flood{turn}"
            await guests[0].send("offer", to=guests[1].id, call=call, sdp="v=0")
            await guests[1].expect("offer", call=call)
            await guests[1].send("end", to=guests[0].id)
            await calm(process, sockets, resting)
            late = await Device.join(process.address.coming_from("127.0.5.2"), "Late")
            await late.leave()
        # The allocator fills its gaps in a second flood of TLS, and less and less in further ones.
        assert process.anonymous_memory - before < 45_000_000
        await asyncio.gather(*(guest.leave() for guest in guests))


async def test_bare_connections_are_bounded_too(serve: Serve) -> None:
    """Connections that never send a request take no places from other clients."""
    async with serve("--sockets-per-address", "16", descriptors=(1024, 1024)) as process:
        source = process.address.coming_from("127.0.7.1")
        bare: list[RawSocket] = []
        for _ in range(600):
            try:
                bare.append(await RawSocket.connect(source))
            except OSError:
                break
        response = await ask(
            process.address.coming_from("127.0.7.2"), request("/healthz", ("Host", process.address.authority))
        )
        assert response.status == 200
        assert process.open_descriptors < 600
        for raw in bare:
            await raw.close()
