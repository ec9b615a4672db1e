"""The kinds of translators the laboratory has, in the words of RFC 4787, under the names people know (RFC 3489)."""

INDEPENDENT = "endpoint-independent"
ADDRESS = "address-dependent"
PORT = "address-and-port-dependent"

FULL_CONE = {"mapping": INDEPENDENT, "filtering": INDEPENDENT}
RESTRICTED_CONE = {"mapping": INDEPENDENT, "filtering": ADDRESS}
PORT_RESTRICTED_CONE = {"mapping": INDEPENDENT, "filtering": PORT}
#: With ports that nobody can guess, as phones' carriers have it.
SYMMETRIC = {"mapping": PORT, "filtering": PORT, "ports": "random"}

#: By the names used in docs/networks.md. None is a device with a public address of its own.
TRANSLATORS = {
    "none": None,
    "full cone": FULL_CONE,
    "restricted cone": RESTRICTED_CONE,
    "port-restricted cone": PORT_RESTRICTED_CONE,
    "symmetric": SYMMETRIC,
}
