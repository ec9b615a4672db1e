"""The page's texts, read from its own file, so that a better wording does not break a test."""

import functools
import json
import re
import subprocess
from pathlib import Path

MESSAGES = Path(__file__).resolve().parents[2] / "web" / "app" / "i18n"


def said(key: str, language: str = "en", **parameters: str | int) -> str:
    """The page's text for `key`; a plural is chosen by `count`, as in English."""
    return re.sub(r"\{(\w+)\}", lambda match: _written(parameters[match[1]]), _message(key, language, parameters))


def saying(key: str, language: str = "en", **parameters: str | int) -> re.Pattern:
    """The same as a pattern, in which a missing parameter matches anything."""
    pieces = re.split(r"\{(\w+)\}", _message(key, language, parameters))
    for index in range(1, len(pieces), 2):
        pieces[index] = re.escape(_written(parameters[pieces[index]])) if pieces[index] in parameters else ".*"
    return re.compile("".join(re.escape(piece) if index % 2 == 0 else piece for index, piece in enumerate(pieces)))


def _message(key: str, language: str, parameters: dict) -> str:
    message = _messages(language)[key]
    if isinstance(message, str):
        return message
    return message.get("one", message["other"]) if parameters.get("count") == 1 else message["other"]


def _written(value: str | int) -> str:
    return f"{value:,}" if isinstance(value, int) else value


@functools.cache
def _messages(language: str) -> dict:
    script = f"import {{ languages }} from {json.dumps(str(MESSAGES / 'index.js'))};"
    script += f"console.log(JSON.stringify(languages[{json.dumps(language)}].messages))"
    command = ["node", "--input-type=module", "--eval", script]
    return json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
