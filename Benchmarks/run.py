#!/usr/bin/env python3
"""Measures Ferry and writes docs/benchmarks.md.

run.py             measures every row
run.py 4 8         measures rows 4 and 8
run.py --quick 8   measures a small row 8 and prints it only, to check that measuring works
"""

import argparse
import datetime
import importlib
import os
import resource
import signal
import sys
import time

from measures import baselines, machine
from measures.outcome import Options
from measures.paths import FERRY, REPORT, ROOT
from measures.report import Report

#: The modules of the rows, by their number in docs/benchmarks.md.
ROWS = {
    1: "page_to_page",
    2: "page_relay",
    3: "receiver_memory",
    4: "idle_memory",
    5: "socket_memory",
    6: "full_room",
    7: "round_trip",
    8: "relay_load",
    9: "time_to_open",
    10: "stun_answers",
    11: "turn_load",
    12: "turn_memory",
}

#: Rows that need network namespaces, which only root can create.
NAMESPACE_ROWS = {1, 2, 3, 9, 10, 11, 12}


def main() -> None:
    """Measures the rows of the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("rows", type=int, nargs="*", choices=[*ROWS, []], metavar="ROW")
    parser.add_argument("--quick", action="store_true", help="few repetitions, small files, nothing written")
    parser.add_argument("--repetitions", type=int, help="repetitions, instead of the row's own number")
    parser.add_argument("--sizes", type=int, nargs="+", default=[], help="sizes of files in MB, for rows 1 to 3")
    arguments = parser.parse_args()
    rows = arguments.rows or list(ROWS)
    if not FERRY.exists():
        raise SystemExit(f"bench: there is no {FERRY}; make build makes it")
    if NAMESPACE_ROWS & set(rows) and os.geteuid() != 0:
        raise SystemExit("bench: some of these rows make network namespaces; run as root: make bench")
    baselines.check()
    # Ten thousand devices need ten thousand descriptors, and a shell usually allows a thousand.
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    # When this process is terminated, it still stops its servers.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("bench: stopped"))
    sys.path[:0] = [str(ROOT / "Tests" / suite) for suite in ("Browser", "Interop")]

    report = Report(REPORT)
    options = Options(arguments.quick, arguments.repetitions, tuple(arguments.sizes))
    if not arguments.quick:
        report.replace("machine", machine.description())
    for row in rows:
        measure(row, options, report)


def measure(row: int, options: Options, report: Report) -> None:
    """Measures one row: prints it, and writes it to the document unless it is a quick one."""
    module = importlib.import_module(f"measures.rows.{ROWS[row]}")
    print(f"\n== {row}. {module.TITLE}", flush=True)
    load, start = os.getloadavg()[0], time.monotonic()
    outcome = module.measure(options)
    took = time.monotonic() - start
    text = (
        f"{datetime.date.today()}, commit {machine.commit()}, {took:.0f} s; load of the machine before: {load:.1f}."
        f" {outcome.markdown()}"
    )
    print(text, flush=True)
    if not options.is_quick:
        report.replace(str(row), text)


if __name__ == "__main__":
    main()
