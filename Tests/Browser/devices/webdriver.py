"""Helpers for Firefox and WebKit, whose drivers both speak WebDriver."""


def calling(function: str) -> str:
    """A script for WebDriver's 'execute async' that calls a function with its first argument, a list."""
    return f"""
        const done = arguments[arguments.length - 1];
        Promise.resolve(({function})(...arguments[0])).then(
            (value) => done({{ value }}),
            (error) => done({{ error: `${{error}}` }}),
        );
    """


def returned(result: dict):
    """The value that the script's function returned; raises the error that it threw."""
    if "error" in result:
        raise RuntimeError(result["error"])
    return result.get("value")


def keys_of(combination: str, keys: type) -> list[str]:
    """The characters for `Shift+Tab` in WebDriver; `keys` is the driver's table of them."""
    return [name if len(name) == 1 else getattr(keys, name.upper()) for name in combination.split("+")]
