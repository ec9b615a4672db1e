"""The laboratory's translators, in the terms of RFC 4787, under their common names (RFC 3489)."""

INDEPENDENT = "endpoint-independent"
ADDRESS = "address-dependent"
PORT = "address-and-port-dependent"

FULL_CONE = {"mapping": INDEPENDENT, "filtering": INDEPENDENT}
RESTRICTED_CONE = {"mapping": INDEPENDENT, "filtering": ADDRESS}
PORT_RESTRICTED_CONE = {"mapping": INDEPENDENT, "filtering": PORT}
#: A translator with random ports, as phone carriers have.
SYMMETRIC = {"mapping": PORT, "filtering": PORT, "ports": "random"}

#: The translators by their names in docs/networks.md. None is a device with its own public address.
TRANSLATORS = {
    "none": None,
    "full cone": FULL_CONE,
    "restricted cone": RESTRICTED_CONE,
    "port-restricted cone": PORT_RESTRICTED_CONE,
    "symmetric": SYMMETRIC,
}
