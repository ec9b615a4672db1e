"""A hostile device with WebRTC: a browser without Ferry, whose data channels are driven message by message."""

from devices.chromium import Chromium
from ferry_client import HostilePeer

#: Answers an offer with the two channels of docs/protocol.md, Pipes, and keeps the received messages.
ANSWER = """async (sdp) => {
  const connection = new RTCPeerConnection();
  const channel = (label, id) =>
    connection.createDataChannel(label, { negotiated: true, id, ordered: true, protocol: 'ferry.1' });
  const control = channel('control', 0);
  const data = channel('data', 1);
  const heard = [];
  control.onmessage = (event) => heard.push(JSON.parse(event.data));
  window.mallory = { connection, control, data, heard };
  await connection.setRemoteDescription({ type: 'offer', sdp });
  await connection.setLocalDescription();
  while (connection.iceGatheringState !== 'complete') {
    await new Promise((resolve) => connection.addEventListener('icegatheringstatechange', resolve, { once: true }));
  }
  return connection.localDescription.sdp;
}"""

CANDIDATE = """({ candidate, mid, line }) =>
  mallory.connection.addIceCandidate({ candidate, sdpMid: mid, sdpMLineIndex: line })"""


class HostileBrowser:
    """The direct path of a `HostilePeer` that announces WebRTC."""

    def __init__(self, browser: Chromium, peer: HostilePeer):
        self.browser = browser
        self._peer = peer

    def answer(self) -> None:
        """Accepts the next direct call, up to open channels and the `hello` of both sides."""
        offer = self._peer.hear("offer")
        to, call = offer["from"], offer["call"]
        self._peer.tell("answer", to=to, call=call, sdp=self.browser.evaluate(ANSWER, offer["sdp"]))

        def opened() -> None:
            for candidate in self._peer.candidates():
                self.browser.evaluate(CANDIDATE, candidate)
            states = self.browser.evaluate("() => [mallory.control.readyState, mallory.data.readyState]")
            assert states == ["open", "open"]

        self.browser.until(opened, "the channels to open")
        # If that took long, the page has asked for the relay too.
        self._peer.forget()
        self.say("hello", protocol=1, maxPayload=65_536)
        self.expect("hello")

    def say(self, type: str, **fields: object) -> None:
        """Sends a control message."""
        self.browser.evaluate("(message) => mallory.control.send(JSON.stringify(message))", {"type": type, **fields})

    def expect(self, type: str) -> dict:
        """Waits for the first control message of this type, and returns it."""

        def heard() -> dict:
            messages = self.browser.evaluate("(type) => mallory.heard.filter((message) => message.type === type)", type)
            assert messages
            return messages[0]

        return self.browser.until(heard, f"a message of type {type}")

    def close(self, what: str) -> None:
        """Closes `connection`, or one of its channels: `control`, `data`."""
        self.browser.evaluate("(what) => mallory[what].close()", what)
