"""How many readers the portal serves as `lantoa up` starts it, against nginx's own cache in the same run.

The load, the server and nginx share the processors of one machine, so that ratios say more than numbers. Every answer
is counted on the way, and at the end the count is compared with what the load generator was answered.
Needs wrk and nginx (Debian: apt-get install wrk nginx-light).
"""

import argparse
import json
import os
import re
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from benchmarks import machine

READER = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"
CONNECTIONS = (50, 3619)
_TICKS = os.sysconf("SC_CLK_TCK")
_DIRECT = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_NGINX = """
worker_processes 2; daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_rlimit_nofile 20000;
events {{ worker_connections 8192; }}
http {{
  access_log off; keepalive_requests 10000000; gzip off;
  client_body_temp_path {folder}/a; proxy_temp_path {folder}/b; fastcgi_temp_path {folder}/c;
  uwsgi_temp_path {folder}/d; scgi_temp_path {folder}/e;
  proxy_cache_path {folder}/cache keys_zone=pages:10m max_size=100m;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location / {{
      proxy_pass http://127.0.0.1:{behind}; proxy_set_header Host localhost; proxy_set_header Accept-Encoding gzip;
      proxy_cache pages; proxy_cache_valid 200 10s; proxy_ignore_headers Cache-Control Vary;
      proxy_cache_use_stale updating; proxy_cache_lock on;
    }}
  }}
}}
"""


@dataclass(frozen=True)
class Run:
    """One load on one server. p99_ms of what was answered; failed_count: errors, time-outs, other answers than 200"""

    what: str
    connections: int
    per_second: float
    p50_ms: float
    p99_ms: float
    failed_count: int
    request_count: int
    processor_us: float


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--path", default="/vi/", help="the public page that is read")
    parser.add_argument("--seconds", type=int, default=8)
    parser.add_argument("--rounds", type=int, default=2, help="each server in turn, so often")
    parser.add_argument("--write", action="store_true", help="into docs/benchmarks.md")
    args = parser.parse_args()
    for program in ("wrk", "nginx"):
        if not shutil.which(program):
            raise SystemExit(f"{program} is missing: apt-get install wrk nginx-light")
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    with tempfile.TemporaryDirectory() as name:
        text = _told(*_measured(Path(name), args.path, seconds=args.seconds, rounds=args.rounds))
    print(text)
    if args.write:
        machine.write_down("serving", text)


def _measured(folder: Path, path: str, *, seconds: int, rounds: int) -> tuple[list[Run], int, int]:
    """returns: the runs; views that the server counted; views it had answered"""
    port, front = free_port(), free_port()
    runs = []
    with portal(folder, port) as ours, _nginx(folder, front, behind=port) as nginx:
        _wait_for(f"http://127.0.0.1:{front}{path}")
        for _ in range(rounds):
            for connections in CONNECTIONS:
                for what, process, to in (("Lan Tỏa", ours, port), ("nginx", nginx, front)):
                    address = f"http://127.0.0.1:{to}{path}"
                    runs.append(_run(what, process.pid, address, connections=connections, seconds=seconds))
        uncached = f"http://127.0.0.1:{port}{path}?uncached=1"
        runs.append(_run("Lan Tỏa, not kept", ours.pid, uncached, connections=10, seconds=seconds))
        time.sleep(8)  # the ticker counts every three seconds
        counted = json.load(_DIRECT.open(f"http://127.0.0.1:{port}/vi/counters.json"))["views_total"]
    own = sum(run.request_count for run in runs if run.what != "nginx")
    return runs, counted, own


@contextmanager
def portal(folder: Path, port: int) -> Iterator["subprocess.Popen[bytes]"]:
    environment = {**os.environ, "LANTOA_DATA": str(folder / "data")}
    subprocess.run([sys.executable, "-m", "lantoa", "demo"], env=environment, check=True, stdout=subprocess.DEVNULL)
    command = [sys.executable, "-m", "lantoa", "up", "--port", str(port), "--no-sample"]
    with _process(command, env=environment) as process:
        _wait_for(f"http://127.0.0.1:{port}/accounts/login/")
        _wait_until_idle(process.pid)  # worker and ticker start behind it, and fill and draw the sample's portal
        yield process


@contextmanager
def _nginx(folder: Path, port: int, *, behind: int) -> Iterator["subprocess.Popen[bytes]"]:
    settings = folder / "nginx.conf"
    text = _NGINX.format(folder=folder, port=port, behind=behind)
    # Else root's nginx would serve as somebody who may not enter this folder.
    settings.write_text(("user root;" if os.getuid() == 0 else "") + text, encoding="ascii")
    with _process(["nginx", "-c", str(settings), "-e", str(folder / "error.log")], env=dict(os.environ)) as process:
        yield process


@contextmanager
def _process(command: list[str], *, env: dict[str, str]) -> Iterator["subprocess.Popen[bytes]"]:
    process = subprocess.Popen(command, env=env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(30)


def _run(what: str, pid: int, address: str, *, connections: int, seconds: int) -> Run:
    before = _processor_seconds(pid)
    command = [
        "wrk", "-t2", f"-c{connections}", f"-d{seconds}", "--timeout", "10", "--latency",
        "-H", "Accept-Encoding: gzip", "-H", f"User-Agent: {READER}", address,
    ]  # fmt: skip
    said = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 60).stdout
    requests = int(_number(said, r"(\d+) requests in"))
    trouble = re.search(r"Socket errors: (.*)", said)
    errors = sum(int(number) for number in re.findall(r"\d+", trouble[1])) if trouble else 0
    refused = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
    spent = _processor_seconds(pid) - before
    return Run(
        what, connections, _number(said, r"Requests/sec:\s+([\d.]+)"), _milliseconds(said, "50%"),
        _milliseconds(said, "99%"), errors + (int(refused[1]) if refused else 0), requests, spent / requests * 1e6,
    )  # fmt: skip


def _number(said: str, pattern: str) -> float:
    found = re.search(pattern, said)
    if not found:
        raise SystemExit(f"wrk said something else:\n{said}")
    return float(found[1])


def _milliseconds(said: str, share: str) -> float:
    found = re.search(rf"^\s+{share}\s+([\d.]+)(us|ms|s)", said, re.MULTILINE)
    if not found:
        raise SystemExit(f"wrk said something else:\n{said}")
    return float(found[1]) * {"us": 0.001, "ms": 1.0, "s": 1000.0}[found[2]]


def _processor_seconds(pid: int) -> float:
    """Of a process and all below it."""
    total, pids = 0, [pid]
    for each in pids:
        with suppress(OSError):
            pids += [int(word) for word in Path(f"/proc/{each}/task/{each}/children").read_text().split()]
            fields = Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split()
            total += int(fields[11]) + int(fields[12])
    return total / _TICKS


def _wait_for(address: str) -> None:
    deadline = time.monotonic() + 120
    while True:
        try:
            _DIRECT.open(address, timeout=10).close()
            return
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.3)


def _wait_until_idle(pid: int) -> None:
    """Until it and all below it took less than a tenth of a processor for ten seconds; five minutes at most."""
    for _ in range(30):
        before = _processor_seconds(pid)
        time.sleep(10)
        if _processor_seconds(pid) - before < 1:
            return


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _told(runs: list[Run], counted: int, answered: int) -> str:
    lines = [
        f"{machine.described()}; load of the machine {os.getloadavg()[1]:.0f} while it was measured.",
        "",
        "| server | connections | requests/s | p50 (ms) | p99 (ms) | failed | processor per request (µs) |",
        "|---|---:|---:|---:|---:|---:|---:|",
    ]
    lines += [
        f"| {run.what} | {run.connections:,} | {run.per_second:,.0f} | {run.p50_ms:.1f} | {run.p99_ms:.0f} | "
        f"{run.failed_count:,} | {run.processor_us:.0f} |"
        for run in runs
    ]
    for connections in CONNECTIONS:
        ours, theirs = (
            sum(run.per_second for run in runs if run.connections == connections and run.what == what)
            for what in ("Lan Tỏa", "nginx")
        )
        lines += ["", f"With {connections:,} connections {ours / theirs:.0%} of what nginx's own cache answers."]
    lines += [
        "",
        (
            f"Counted: {counted:,} views, of {answered:,} answers that the load generator took; "
            "at the end of each run it leaves up to as many in flight as it has connections."
        ),
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    main()
