"""Signals for a person who looks elsewhere, and the lock that keeps the screen on."""

import pytest
from person import DIRECT, Person, digest, made_file, met

MEBIBYTE = 1 << 20

#: Counts the sounds that are played, and lets the tab be hidden: a browser without a window never hides it.
HIDDEN_AND_HEARD = """
window.notes = 0;
const { start } = OscillatorNode.prototype;
OscillatorNode.prototype.start = function (...when) {
  if (this.context.state === 'running') window.notes += 1;
  return start.apply(this, when);
};
let hidden = false;
Object.defineProperty(document, 'hidden', { get: () => hidden });
window.hide = (whether) => {
  hidden = whether;
  document.dispatchEvent(new Event('visibilitychange'));
};
"""

#: Records every screen lock that the page acquires.
LOCKS = """
window.locks = [];
const { request } = WakeLock.prototype;
WakeLock.prototype.request = async function (type) {
  const lock = await request.call(this, type);
  window.locks.push(lock);
  return lock;
};
"""


def test_an_offer_to_a_hidden_tab_makes_a_sound_and_one_to_a_visible_tab_makes_none(home, tmp_path):
    anna = Person(home.chromium(), home.server.url, "Anna")
    device = home.chromium()
    device.inject(HIDDEN_AND_HEARD)
    ben = Person(device, home.server.url, "Ben")
    met(anna, ben)

    anna.offer(made_file(tmp_path / "mine", "seen.txt", 10))
    ben.accept()
    ben.has_received("seen.txt")
    assert device.evaluate("() => window.notes") == 0

    device.evaluate("() => window.hide(true)")
    anna.offer(made_file(tmp_path / "mine", "heard.txt", 10))
    ben.card("heard.txt").wait()
    device.until(lambda: _require(device.evaluate("() => window.notes") > 0), "a sound")
    ben.accept()
    ben.has_received("heard.txt")
    ben.goes(DIRECT)


@pytest.mark.serve("--tls", "auto")
def test_the_screen_stays_on_while_something_moves_and_no_longer(home, tmp_path):
    slow = home.machine()
    slow.slow_down(20)
    device = home.chromium(slow, authority=home.server.authority())
    device.inject(LOCKS)
    anna = Person(home.chromium(), home.server.url, "Anna")
    ben = Person(device, home.server.secure_url, "Ben")
    met(anna, ben)
    assert not _is_kept_on(device)
    file = made_file(tmp_path / "mine", "long.bin", 8 * MEBIBYTE)

    anna.offer(file)
    ben.accept()
    device.until(lambda: _require(_is_kept_on(device)), "the screen to be kept on")
    ben.has_received(file.name)
    device.until(lambda: _require(not _is_kept_on(device)), "the screen to be let go")
    assert digest(device.wait_for_download(file.name)) == digest(file)
    ben.goes(DIRECT)


def _is_kept_on(device) -> bool:
    return device.evaluate("() => window.locks.some((lock) => !lock.released)")


def _require(condition) -> None:
    assert condition
