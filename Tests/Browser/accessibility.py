"""Checks the present state of the page with axe-core."""

from functools import cache
from importlib import resources

from devices.device import Device


def assert_accessible(device: Device) -> None:
    """Fails with the findings of axe-core in the page's present state."""
    device.evaluate(f"() => {{ if (!window.axe) {{ {_script()} }} }}")
    found = device.evaluate(_CHECK)
    problems = [
        f"{violation['id']}: {violation['help']}\n    {node['html']}\n    {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
    assert not problems, f"axe-core on {device}:\n" + "\n".join(problems)


# An element that fades in is still pale, so colours are checked when all animations have ended. No animation of the
# page is endless.
_CHECK = """async () => {
    for (;;) {
        const moving = document.getAnimations().filter(({ playState }) => playState === "running");
        if (moving.length === 0)
            return axe.run(document, { resultTypes: ["violations"] });
        await Promise.allSettled(moving.map(({ finished }) => finished));
    }
}"""


@cache
def _script() -> str:
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()
