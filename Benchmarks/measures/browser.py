"""Chromium with a stopwatch in its page."""

from pathlib import Path

from devices.chromium import Chromium

from . import processes

#: Records the times of events in the page by the machine's clock, in milliseconds. It neither waits for nor changes
#: anything.
STOPWATCH = """
    const now = () => performance.timeOrigin + performance.now();
    const times = (window.benchTimes = {});
    const note = (name) => { times[name] ??= now(); };
    addEventListener('click', () => { times.clicked = now(); }, true);
    new MutationObserver((changes) => {
        for (const { target } of changes) {
            if (target.getAttribute('aria-label')?.startsWith('Received ')) note('received');
        }
    }).observe(document, { subtree: true, attributeFilter: ['aria-label'] });
    if (window.RTCPeerConnection) {
        const create = RTCPeerConnection.prototype.createDataChannel;
        RTCPeerConnection.prototype.createDataChannel = function (...options) {
            const channel = create.apply(this, options);
            channel.addEventListener('open', () => note('channelOpen'));
            return channel;
        };
    }
    const Plain = window.WebSocket;
    window.WebSocket = class extends Plain {
        constructor(...options) {
            super(...options);
            if (!this.url.endsWith('/relay')) return;
            const first = ({ data }) => {
                if ((data.byteLength ?? data.size) === 0) return;
                note('relayed');
                this.removeEventListener('message', first);
            };
            this.addEventListener('message', first);
        }
    };
"""

#: The time between two looks at the page, in milliseconds; the page is busy with the measured work.
GLANCE = 200


class Browser(Chromium):
    """Chromium with a record of the times of events and of their CPU cost."""

    def __init__(self, playwright, machine, home: Path, authority: Path | None, without_webrtc: bool):
        super().__init__(playwright, machine, home, authority)
        if without_webrtc:
            self._context.add_init_script("delete window.RTCPeerConnection;")
        self._context.add_init_script(f"(() => {{ {STOPWATCH} }})();")

    @property
    def cpu_seconds(self) -> float:
        """CPU time of the browser with all its processes so far."""
        return processes.cpu_seconds(self.process_id)

    def time_of(self, event: str, timeout: float = 60) -> float:
        """The time in seconds at which an event happened first (`clicked`: last); waits for it."""
        found = self._page.wait_for_function(
            "(event) => window.benchTimes[event]", arg=event, polling=GLANCE, timeout=timeout * 1000
        )
        return found.json_value() / 1000

    def pick(self, file: Path) -> None:
        """Puts a file into the one `<input type=file>` of a bare page."""
        self._page.set_input_files("input[type=file]", file)
