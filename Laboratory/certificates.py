"""A certificate for the public server, with an authority that the browsers trust."""

import subprocess
from pathlib import Path


class Certificates:
    """An authority and a server's certificate for the given addresses, in `folder`."""

    def __init__(self, folder: Path, *addresses: str):
        folder.mkdir(parents=True, exist_ok=True)
        self.authority = folder / "authority.pem"
        self.certificate = folder / "server.pem"
        self.key = folder / "server.key"
        names = ",".join(f"IP:{address}" for address in addresses)
        authority_key = folder / "authority.key"
        curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30"]
        run("req", "-x509", *curve, "-keyout", authority_key, "-out", self.authority, "-subj", "/CN=Laboratory")
        run(
            "req", "-x509", *curve, "-keyout", self.key, "-out", self.certificate, "-subj", "/CN=Ferry",
            "-CA", self.authority, "-CAkey", authority_key,
            "-addext", f"subjectAltName={names}", "-addext", "basicConstraints=critical,CA:FALSE",
            "-addext", "extendedKeyUsage=serverAuth",
        )  # fmt: skip


def run(*arguments) -> None:
    """Runs openssl."""
    subprocess.run(["openssl", *map(str, arguments)], check=True, capture_output=True)
