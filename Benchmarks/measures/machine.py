"""The measured machine and versions."""

import json
import os
import platform
import re
import subprocess
from importlib import metadata
from pathlib import Path

from .paths import BENCHMARKS, FERRY, ROOT


def commit() -> str:
    """The measured commit, with a `+` when files differ from it."""
    short = _output("git", "-C", str(ROOT), "rev-parse", "--short", "HEAD")
    changed = _output("git", "-C", str(ROOT), "status", "--porcelain", "--", "Sources", "web", "Package.swift")
    return short + ("+" if changed else "")


def description() -> str:
    """A list of facts for docs/benchmarks.md."""
    memory = int(re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())[1]) / 1024**2
    facts = {
        "machine": f"{os.cpu_count()} cores ({_processor()}), {memory:.0f} GiB, Linux {platform.release()}",
        "system": _system(),
        "Ferry": f"{_output(str(FERRY), '--version')}, commit {commit()}, {FERRY.stat().st_size / 1e6:.1f} MB",
        "Swift": _output("swift", "--version").split("\n")[0],
        "Hummingbird, bare": _resolved("hummingbird"),
        "Node": f"{_output('node', '--version')}, `ws` {_package('node-ws')}",
        "coturn": _package("coturn"),
        "Chromium": _package("chromium"),
        "Python": f"{platform.python_version()}, Playwright {metadata.version('playwright')}",
    }
    return "\n".join(f"- {name}: {fact}" for name, fact in facts.items() if fact)


def _processor() -> str:
    found = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    return found[1] if found else platform.machine()


def _system() -> str:
    found = re.search(r'PRETTY_NAME="(.*)"', Path("/etc/os-release").read_text())
    return found[1] if found else platform.system()


def _resolved(package: str) -> str:
    resolved = BENCHMARKS / "BareHummingbird" / "Package.resolved"
    if not resolved.exists():
        return ""
    pins = json.loads(resolved.read_text())["pins"]
    return next(pin["state"]["version"] for pin in pins if pin["identity"] == package)


def _package(name: str) -> str:
    return _output("dpkg-query", "--show", "--showformat", "${Version}", name)


def _output(*command: str) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()
    except FileNotFoundError:
        return ""
