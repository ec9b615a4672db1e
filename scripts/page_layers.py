"""Checks the imports in web/app; `check-layers` prints the result.

A module belongs to the layer that its folder names. `LAYERS` lists, for every layer, the layers whose modules it may
import. A type in a comment (`import('…')` of JSDoc) follows the same table, with two exceptions: every layer may name
the types of `types.d.ts`, which the engine and the interface agree on, and every layer above `core` those of the
environment, which is handed in. A `.d.ts` file holds types alone, so each of its imports counts as one.
"""

import re
from collections.abc import Iterator
from os.path import normpath
from pathlib import Path

#: The layers that each layer may import; `main.js` may import everything.
LAYERS = {
    "core": {"core"},
    "channels": {"channels", "core"},
    "files": {"files", "core"},
    "state": {"state", "core"},
    "server": {"server", "core"},
    "environment": {"environment", "core", "files"},
    "peers": {"peers", "core", "channels", "files", "state"},
    "engine": {"core", "channels", "files", "state", "server", "peers"},
    "i18n": {"i18n", "core"},
    "ui": {"ui", "core", "state", "i18n"},
    "page": {"page", "ui", "i18n"},
    "types": set(),
}
LAYERS["main"] = set(LAYERS) | {"main"}

#: Names that no module of `core` may use outside comments: the document, its views, timers, clocks and chance.
NOT_FOR_CORE = re.compile(
    r"\b(?:document|window|globalThis|HTML\w*|Element|Node|EventTarget|(?!DataView)\w*View)\b"
    r"|\b(?:set(?:Timeout|Interval)|queueMicrotask|requestAnimationFrame)\b"
    r"|\.after\(|\bDate\.now\b|\bperformance\b|\bMath\.random\b"
)

#: Comments, and strings, in which `//` begins no comment.
PIECES = re.compile(
    r"(?P<comment>/\*[\s\S]*?\*/|//[^\n]*)|'(?:\\.|[^'\\\n])*'|\"(?:\\.|[^\"\\\n])*\"|`(?:\\.|[^`\\])*`"
)
STATEMENT = re.compile(r"^(?:import|export)\b(?:[^;'\"]*?\bfrom)?\s*['\"](\.[^'\"]+)['\"]", re.MULTILINE)
CALL = re.compile(r"\bimport\(\s*['\"](\.[^'\"]+)['\"]\s*\)")


def layer_of(module: str) -> str:
    """The layer of a module, by its path below web/app: its folder, or its name if it is in none."""
    return module.split("/")[0].split(".")[0]


def imports(source: str, declares_only: bool) -> Iterator[tuple[str, bool]]:
    """The paths that a module names, each with whether it names only types of it."""
    code = PIECES.sub(lambda piece: "" if piece["comment"] else piece[0], source)
    comments = "\n".join(piece["comment"] for piece in PIECES.finditer(source) if piece["comment"])
    yield from ((path, declares_only) for path in STATEMENT.findall(code) + CALL.findall(code))
    yield from ((path, True) for path in CALL.findall(comments))


def resolved(app: Path, module: str, path: str) -> str | None:
    """The module below `app` that `path` means in `module`. Types may be named without an ending or with `.js`."""
    target = normpath(f"{Path(module).parent}/{path}")
    found = (target, f"{target}.js", f"{target}.d.ts", re.sub(r"\.js$", ".d.ts", target))
    return next((each for each in found if (app / each).is_file()), None)


def complaint(module: str, target: str, is_type: bool) -> str | None:
    """The reason why `module` may not import `target`, or None."""
    layer, other = layer_of(module), layer_of(target)
    if layer not in LAYERS:
        return "stands in no layer"
    allowed = LAYERS[layer]
    if is_type:
        allowed = allowed | {layer, "types"} | (set() if layer in ("core", "types") else {"environment"})
    if other in allowed:
        return None
    return f"{layer} may not {'name types of' if is_type else 'import'} {other} ({target})"


def circles(graph: dict[str, list[str]]) -> Iterator[list[str]]:
    """The circles of imports that a walk from every module finds, each once."""
    finished = set()

    def walk(module: str, way: list[str]) -> Iterator[list[str]]:
        if module in way:
            yield [*way[way.index(module) :], module]
        elif module not in finished:
            for target in graph.get(module, []):
                yield from walk(target, [*way, module])
            finished.add(module)

    for module in sorted(graph):
        yield from walk(module, [])


def problems(app: Path) -> list[str]:
    """Everything below `app`, the folder web/app, that breaks the rules."""
    found = set()
    graph = {}
    modules = [file for file in app.rglob("*") if file.suffix in (".js", ".ts")]
    for file in modules:
        module = file.relative_to(app).as_posix()
        source = file.read_text()
        graph[module] = []
        for path, is_type in imports(source, declares_only=module.endswith(".d.ts")):
            target = resolved(app, module, path)
            reason = complaint(module, target, is_type) if target else f"{path} is no module"
            if reason:
                found.add(f"{module}: {reason}")
            if target and not is_type:
                graph[module].append(target)
        if layer_of(module) == "core" and file.suffix == ".js":
            code = PIECES.sub("", source)
            found |= {f"{module}: core uses {name}" for name in NOT_FOR_CORE.findall(code)}
    found |= {"a circle of imports: " + " → ".join(circle) for circle in circles(graph)}
    return sorted(found)
