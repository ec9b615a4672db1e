"""Browsers may refuse an API they have: the page opens without it, and a text is sent and received."""

import json

import pytest
from devices.chromium import BLOCK
from devices.device import Device
from person import Person
from words import said

pytestmark = pytest.mark.serve("--tls", "auto")

#: The APIs that the page uses or may come to use, by owner; each line is refused at once.
#: `web/test/environment.test.js` refuses every one alone.
ABILITIES = [
    [("window", "localStorage"), ("window", "sessionStorage"), ("window", "indexedDB"), ("window", "caches"),
     ("Navigator.prototype", "storage"), ("Document.prototype", "cookie")],
    [("window", "BroadcastChannel"), ("window", "MessageChannel"), ("window", "Worker"),
     ("Navigator.prototype", "serviceWorker")],
    [("window", "RTCPeerConnection"), ("Navigator.prototype", "connection"), ("window", "fetch"),
     ("URL", "createObjectURL")],
    [("window", "crypto"), ("window", "performance"), ("window", "requestAnimationFrame")],
    [("window", "isSecureContext"), ("window", "AudioContext"), ("Navigator.prototype", "wakeLock"),
     ("Navigator.prototype", "clipboard"), ("Navigator.prototype", "permissions"),
     ("Document.prototype", "execCommand")],
    [("window", "history"), ("window", "matchMedia"), ("window", "visualViewport"), ("window", "ResizeObserver"),
     ("Navigator.prototype", "languages"), ("Navigator.prototype", "userAgent")],
]  # fmt: skip

#: Abilities that Firefox denies by its preferences.
FIREFOX_SETTINGS = [
    {"network.cookie.cookieBehavior": 2},
    {"dom.storage.enabled": False, "dom.webaudio.enabled": False, "dom.allow_cut_copy": False},
    {"dom.serviceWorkers.enabled": False, "media.peerconnection.enabled": False, "dom.screenwakelock.enabled": False},
    {"privacy.resistFingerprinting": True, "dom.enable_performance": False, "svg.disabled": True},
]


#: The name of the page's own device.
OWN_NAME = "() => document.querySelector('.self-name').textContent"


def refusing(owner: str, name: str) -> str:
    """A script that makes access to an API throw a SecurityError, as browsers do; the driver still has the API."""
    return f"""(() => {{
      const [owner, name] = [{owner}, {json.dumps(name)}];
      const known = Object.getOwnPropertyDescriptor(owner, name) ?? {{ value: undefined }};
      Object.defineProperty(owner, name, {{
        configurable: true,
        get() {{
          if (!new Error().stack.includes('/app/')) return known.get ? known.get.call(this) : known.value;
          owner.refusals = (owner.refusals ?? 0) + 1;
          throw new DOMException('The operation is insecure.', 'SecurityError');
        }},
      }});
    }})();"""


def exchanges(device: Device, url: str, ben: Person, case: str) -> None:
    """Opens the page, sends a text to Ben and receives one from him."""
    anna = Person(device, url)
    anna.turn_to("Ben")
    anna.write(f"without {case}")
    ben.turn_to(device.evaluate(OWN_NAME))
    ben.reads(f"without {case}")
    ben.write(f"heard without {case}")
    anna.reads(f"heard without {case}")


@pytest.fixture
def ben(home):
    return Person(home.chromium(authority=home.server.authority()), home.server.secure_url, "Ben")


def test_chromium_does_without_whatever_it_refuses(home, ben):
    device = home.chromium(authority=home.server.authority())
    for abilities in ABILITIES:
        device.open_tab("\n".join(refusing(*ability) for ability in abilities))
        exchanges(device, home.server.secure_url, ben, abilities[0][1])

    device.open_tab(refusing("window", "WebSocket"))
    device.open(home.server.secure_url)
    device.wait_for_text(said("notice.socketsRefused"))

    blocked = {"cookies": BLOCK, "sound": BLOCK, "popups": BLOCK, "notifications": BLOCK}
    device = home.chromium(authority=home.server.authority(), site_settings=blocked)
    device.deny("clipboard-write", "screen-wake-lock")
    exchanges(device, home.server.secure_url, ben, "cookies")
    device.find("button", said("settings.open")).click()
    device.wait_for_text(said("settings.notKept"))


def test_firefox_does_without_whatever_it_refuses(home, ben):
    device = home.firefox(authority=home.server.authority())
    for settings in FIREFOX_SETTINGS:
        device.prefer(settings)
        exchanges(device, home.server.secure_url, ben, next(iter(settings)))
        device.prefer(dict.fromkeys(settings))
    for abilities in ABILITIES:
        device.inject("\n".join(refusing(*ability) for ability in abilities))
        exchanges(device, home.server.secure_url, ben, abilities[0][1])
    device.inject("")
    device.open_private_window()
    exchanges(device, home.server.secure_url, ben, "a history")
