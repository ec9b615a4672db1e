"""Row 2: a file through the relay, beside a bare socket through a bare relay."""

from person import made_file

from ..figures import MEGABYTE, median, ratios, spread
from ..outcome import Goal, Options, Outcome
from ..stage import Stage
from ..transfers import by_bare_socket, through_the_relay

TITLE = "Through the relay"

SIZES = (20, 200)


def measure(options: Options) -> Outcome:
    """Measures Ferry and bare in turn, each in two new browser processes, on a machine without UDP."""
    sizes = options.files(SIZES)
    repetitions = options.times(5)
    outcome = Outcome(
        f"{repetitions} alternations of each size. Two Chromium processes on one machine, UDP dropped. Over HTTP both"
        " keep the file; over HTTPS Ferry encrypts it in the page and streams it to the disk. Ratios pair by pair;"
        " median (least–most).",
        ["MB", "contestant", "MB/s", "ratio to bare", "CPU s/GB of both browsers", "server CPU s/GB"],
    )
    with Stage() as stage:
        stage.drop_udp()
        # Otherwise the file would go through TURN over TCP.
        server = stage.serve("--turn", "off", "--tls", "auto")
        for size in sizes:
            file = made_file(stage.folder / "files", f"{size}.bin", size * MEGABYTE)
            ours, secure, bare = [], [], []
            for _ in range(repetitions):
                ours.append(through_the_relay(stage, server, file))
                bare.append(by_bare_socket(stage, file))
                secure.append(through_the_relay(stage, server, file, is_secure=True))
            theirs = [run.rate for run in bare]
            speed = ratios([run.rate for run in ours], theirs)
            secure_speed = ratios([run.rate for run in secure], theirs)
            for name, runs, ratio in (
                ("Ferry, HTTP", ours, spread(speed)),
                ("Ferry, HTTPS, encrypted end to end", secure, spread(secure_speed)),
                ("bare socket, bare Node relay", bare, ""),
            ):
                figures = [
                    spread([run.rate for run in runs], 1),
                    ratio,
                    spread([run.browser_cpu for run in runs], 1),
                    spread([run.server_cpu for run in runs]),
                ]
                outcome.lines.append([str(size), name, *figures])
            for name, ratio in (("HTTP", speed), ("HTTPS", secure_speed)):
                what = f"{size} MB, {name}: speed, ratio to bare"
                outcome.goals.append(Goal(what, median(ratio), 0.9, is_upper=False))
            file.unlink()
    return outcome
