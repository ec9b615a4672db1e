"""Checks the page as it stands with axe-core."""

from functools import cache
from importlib import resources

from devices.device import Device


def assert_accessible(device: Device) -> None:
    """Fails with what axe-core finds in the state that the page is in."""
    device.evaluate(f"() => {{ if (!window.axe) {{ {_script()} }} }}")
    found = device.evaluate("() => axe.run(document, { resultTypes: ['violations'] })")
    problems = [
        f"{violation['id']}: {violation['help']}\n    {node['html']}\n    {node['failureSummary']}"
        for violation in found["violations"]
        for node in violation["nodes"]
    ]
    assert not problems, f"axe-core on {device}:\n" + "\n".join(problems)


@cache
def _script() -> str:
    return resources.files("axe_playwright_python").joinpath("axe.min.js").read_text()
