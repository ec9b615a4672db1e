"""The limit on relay pairings, and attempts to use all of them."""

from conftest import Serve
from ferry_client import Device, ServerError
from ferry_client.conversation import relay_tokens


async def test_one_device_does_not_take_all_pairings_by_pairing_with_itself(serve: Serve) -> None:
    async with serve() as process:
        greedy = process.address.coming_from("127.0.12.1")
        one = await Device.join(greedy, "One")
        others = [await Device.join(greedy, f"Other {number}") for number in range(24)]

        async def take(first: Device, second: Device) -> bool:
            try:
                await relay_tokens(first, second)
            except ServerError as error:
                assert error.code == "RELAY_FULL"
                # The other device gets the error too.
                assert (await second.expect_either("error"))["code"] == "RELAY_FULL"
                return False
            return True

        assert [await take(one, other) for other in others[:21]] == [True] * 20 + [False]
        # More devices do not help beyond 32 pairings, as long as all have one address.
        more = [await take(others[number], others[number + 1]) for number in range(15)]
        assert more == [True] * 12 + [False] * 3
        # There is room for other devices: the test ends with two that relay.
        for device in (one, *others):
            await device.leave()
