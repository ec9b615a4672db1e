"""Chromium that connects only through TURN, and reports its path."""

from pathlib import Path

from devices.chromium import Chromium

#: Removes all candidates but the relay candidates of servers whose URL matches, and records the connections.
RELAY_ONLY = """
    const Plain = window.RTCPeerConnection;
    const connections = (window.relayedConnections = []);
    const wanted = ({ urls, ...rest }) => ({ ...rest, urls: [urls].flat().filter((url) => URLS.test(url)) });
    window.RTCPeerConnection = class extends Plain {
        constructor({ iceServers = [], ...rest } = {}) {
            const servers = iceServers.map(wanted).filter(({ urls }) => urls.length > 0);
            super({ ...rest, iceServers: servers, iceTransportPolicy: 'relay' });
            connections.push(this);
        }
    };
"""

#: The local candidate's type and relay protocol of the open connection, and the bytes sent by all its candidate pairs,
#: since a better one may have taken over.
PATH = """
    async () => {
        for (const connection of window.relayedConnections) {
            const stats = await connection.getStats();
            const pairs = [...stats.values()].filter(({ type }) => type === 'candidate-pair');
            const pair = pairs.find(({ nominated, state }) => nominated && state === 'succeeded');
            if (pair === undefined) continue;
            const { candidateType, relayProtocol } = stats.get(pair.localCandidateId);
            return { candidateType, relayProtocol, sent: pairs.reduce((sum, { bytesSent }) => sum + bytesSent, 0) };
        }
        return null;
    }
"""


class RelayedChromium(Chromium):
    """Chromium with TURN as its only path."""

    def __init__(self, playwright, machine, home: Path, urls: str, authority: Path | None = None):
        """`urls`: a JavaScript pattern of the servers that it may use."""
        super().__init__(playwright, machine, home, authority)
        self._context.add_init_script(f"(() => {{ const URLS = /{urls}/; {RELAY_ONLY} }})();")

    def relay_protocol(self) -> str:
        """Waits for an open connection, and returns how it reaches its relay: `udp`, `tcp` or `tls`."""
        return self.until(self._relayed, "a connection through TURN")["relayProtocol"]

    def relayed_bytes(self) -> int:
        """The bytes sent through TURN."""
        return self._relayed()["sent"]

    def _relayed(self) -> dict:
        path = self.evaluate(PATH)
        assert path and path["candidateType"] == "relay", path
        return path
