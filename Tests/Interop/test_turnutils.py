"""coturn's clients against our server."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
import turnutils
from listener import Listener
from turn_client import TurnClient, choose, stun_address

#: The port on which `turnutils_uclient` expects its peer.
PEER_PORT = 3480

#: The form of data to the relay, with the option for it.
CARRIERS = {"channels": [], "indications": ["-s"]}

#: The size of a returned message in each form, in bytes.
SIZES = {"channels": turnutils.CHANNEL_SIZE, "indications": turnutils.INDICATION_SIZE}


def test_stunclient_learns_its_address(home, anna, ben):
    host, port = stun_address(anna.servers_towards(ben))
    seen = turnutils.run(anna.machine, "stunclient", "-p", str(port), host)
    assert seen.reflexive == {anna.machine.ipv4}, seen.text

    seen = turnutils.run(anna.machine, "stunclient", "-p", str(port), home.server.machine.ipv6)
    assert seen.reflexive == {anna.machine.ipv6}, seen.text


def test_natdiscovery_learns_its_address_and_that_the_rest_is_not_offered(anna, ben):
    # The tool's tests need a server with two addresses (RFC 5780), which Ferry does not have: there is no OTHER-ADDRESS
    # in the response, and the tool stops after the first test of each kind. These are answered correctly.
    host, port = stun_address(anna.servers_towards(ben))
    seen = turnutils.run(anna.machine, "natdiscovery", "-m", "-f", "-p", str(port), host)
    assert seen.status == 0, seen.text
    assert seen.reflexive == {anna.machine.ipv4}, seen.text
    assert "Other addr" not in seen.text


@pytest.mark.parametrize("transport", ["udp", "tcp", "tls"])
def test_uclient_loses_nothing(anna, ben, transport):
    """With channels and with indications, to a peer and between two relayed addresses, all at once."""
    server = choose(anna.servers_towards(ben), transport)
    targets = {"a peer": ["-e", ben.machine.ipv4, "-r", str(PEER_PORT)], "relay to relay": ["-y"]}
    with turnutils.echo(ben.machine, ben.machine.ipv4, PEER_PORT), ThreadPoolExecutor(max_workers=4) as pool:
        runs = {
            (carrier, target): pool.submit(
                turnutils.uclient, anna.machine, server, *CARRIERS[carrier], *targets[target]
            )
            for carrier in CARRIERS
            for target in targets
        }
        results = {name: future.result() for name, future in runs.items()}
    for (carrier, target), result in results.items():
        name = f"{carrier}, {target}"
        expected = turnutils.MESSAGES * (2 if target == "relay to relay" else 1)
        if transport == "tls":
            read = result.read(SIZES[carrier])
            assert read == expected, f"{name}: {read} of {expected}\n{result.text}"
        else:
            assert (result.lost, result.received) == (0, expected), f"{name}:\n{result.text}"


def test_uclient_reaches_an_ipv6_peer_that_the_server_sees(home, anna, ben):
    entries = anna.servers_towards(ben)
    # The address is private: signaled by Ben alone, it would not be permitted.
    server = replace(choose(ben.servers_towards(anna)), host=home.server.machine.ipv6)
    shown = ben.machine.call(TurnClient.open, server)
    shown.allocate()
    with turnutils.echo(ben.machine, ben.machine.ipv6, PEER_PORT):
        result = turnutils.uclient(anna.machine, choose(entries), "-x", "-e", ben.machine.ipv6, "-r", str(PEER_PORT))
    shown.close()
    assert (result.lost, result.received) == (0, turnutils.MESSAGES), result.text


@pytest.mark.parametrize("carrier", CARRIERS)
def test_uclient_is_refused_a_peer_of_somebody_else(anna, ben, stranger, carrier):
    server = choose(anna.servers_towards(ben))
    with Listener(stranger, PEER_PORT) as listener:
        result = turnutils.uclient(anna.machine, server, *CARRIERS[carrier], "-e", stranger.ipv4, "-r", str(PEER_PORT))
        assert result.status != 0 and "error 403" in result.text, result.text
        assert listener.receive(timeout=0.2) is None


def test_uclient_gets_nothing_with_a_wrong_password(anna, ben):
    server = choose(anna.servers_towards(ben))
    result = turnutils.run(
        anna.machine, "uclient", "-c", "-y", "-p", str(server.port), "-u", server.name, "-w", "wrong", server.host
    )
    assert result.status != 0 and "Cannot complete Allocation" in result.text, result.text
