"""`lantoa up`: everything the product needs, in one foreground command that Ctrl-C ends cleanly."""

import argparse
import errno
import os
import resource
import socket
import sys
import urllib.error
import urllib.request

from lantoa.doors.cli import CommandError, Subparsers, command, demo, swap, why
from lantoa.doors.cli.supervisor import Program, Supervisor

_EVERYWHERE = {"0.0.0.0", "::"}  # noqa: S104 compared with, not bound to


def add(subparsers: Subparsers) -> None:
    parser = command(subparsers, "up", _up, "prepare the database and serve until Ctrl-C", json=False)
    parser.add_argument("--port", type=_port, default=8000, help="port to listen on (default: 8000)")
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on; 0.0.0.0 for the whole network")
    parser.add_argument("--no-sample", action="store_true", help="start a new installation empty, without the sample")
    parser.set_defaults(prepares_database=True)


def _port(text: str) -> int:
    number = int(text)
    if not 0 < number < 65536:
        raise argparse.ArgumentTypeError("a port is a number from 1 to 65535")
    return number


def _up(args: argparse.Namespace) -> int:
    from django.conf import settings
    from django.utils.translation import gettext as _

    from lantoa.doors.cli.main import prepare_database

    _refuse_used_port(args.host, args.port)
    if not (settings.DATABASE_FILE.exists() or os.environ.get("DATABASE_URL")):
        print(_("Preparing the database; this happens once and takes about a quarter of a minute."), flush=True)
    if prepare_database() and not args.no_sample:
        _load_sample()
    _allow_many_connections()
    addresses = _addresses(args.host, args.port)
    supervisor = Supervisor(programs(args.host, args.port, addresses))
    supervisor.on_ready(lambda: _answers(addresses[0]), lambda: _print_welcome(addresses))
    with swap.serving(settings.DATA):
        stopped_by = supervisor.run()
    if stopped_by:
        message = _(
            "“%(program)s” keeps ending right after its start; everything was stopped. Its last words are above."
        )
        raise CommandError(message % {"program": stopped_by}, code=1)
    return 0


def programs(host: str, port: int, addresses: list[str]) -> list[Program]:
    """The server first; what need not be there for the first page starts when the server answers."""
    environment = {"LANTOA_TASKS": "queue", "PYTHONUNBUFFERED": "1"}
    if not os.environ.get("LANTOA_URL"):
        environment["LANTOA_URL"] = addresses[0]
    if not os.environ.get("LANTOA_HOSTS"):
        names = {address.rpartition(":")[0].removeprefix("http://") for address in addresses}
        environment["LANTOA_HOSTS"] = ",".join(sorted(names | {"localhost", "127.0.0.1", "[::1]"}))
    # No access log: it would hold the addresses of readers. Four threads: behind one, a slow page of the office would
    # hold up all readers of its process.
    server = [
        "granian", "--interface", "wsgi", "--host", host, "--port", str(port), "--no-ws", "--no-access-log",
        "--workers", "2", "--blocking-threads", "4", "--backlog", "4096", "--respawn-failed-workers",
        "--workers-kill-timeout", "8", "--log-level", "warning", "lantoa.wsgi:application",
    ]  # fmt: skip
    return [
        Program("server", [sys.executable, "-m", *server], environment),
        Program("worker", [sys.executable, "-m", "django", "db_worker", "-v", "0"], environment, waits=True),
        Program("ticker", [sys.executable, "-m", "lantoa", "tick"], environment, waits=True),
    ]


def _refuse_used_port(host: str, port: int) -> None:
    from django.utils.translation import gettext as _

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind((host, port))
            probe.listen(1)
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            message = _(
                "Port %(port)s is in use. Stop the program that uses it, or choose another: lantoa up --port %(next)s"
            )
            raise CommandError(message % {"port": port, "next": port + 1}) from None
        message = _("%(host)s, port %(port)s cannot be listened on: %(error)s.")
        raise CommandError(message % {"host": host, "port": port, "error": why(error)}) from None


def _load_sample() -> None:
    from django.conf import settings
    from django.db import connection

    try:
        demo.load()
    except BaseException:
        # Stopped half way, the next start must find nothing, else it would serve a database without any sign-in.
        connection.close()
        if connection.vendor == "sqlite":
            settings.DATABASE_FILE.unlink(missing_ok=True)
        raise


def _allow_many_connections() -> None:
    """As many open connections as the system lets us have; the usual 1,024 are fewer than the backlog."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))


def _addresses(host: str, port: int) -> list[str]:
    if host not in _EVERYWHERE:
        return [f"http://{f'[{host}]' if ':' in host else host}:{port}".replace("127.0.0.1", "localhost")]
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # sends nothing; asks the system which of its addresses leads outside
            near = [f"http://{probe.getsockname()[0]}:{port}"]
        except OSError:
            near = []
    return [f"http://localhost:{port}", *near]


def _answers(address: str) -> bool:
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # whatever proxy the environment names
    try:
        with direct.open(address, timeout=1):
            return True
    except urllib.error.HTTPError:
        return True  # an error page is an answer too
    except OSError:
        return False


def _print_welcome(addresses: list[str]) -> None:
    from django.utils.translation import gettext as _

    print(_("Lan Tỏa is ready:"))
    for address in addresses:
        print(f"  {address}/")
    for username, password, role in _sample_sign_ins():
        print("  " + _("%(role)s: user name %(username)s, password %(password)s") % {
            "role": _(role), "username": username, "password": password,
        })  # fmt: skip
    if link := _set_up_link(addresses[0]):
        print(_("Nobody can sign in as administrator yet. This link sets the installation up, once:"))
        print(f"  {link}")
    print(_("Ctrl-C stops everything."), flush=True)


def _set_up_link(address: str) -> str:
    """Made anew at every start, so that an old terminal opens nothing; empty once there is an administrator."""
    from django.utils import timezone

    from lantoa.core.people import actions as people

    link = people.open_set_up(at=timezone.now())
    return f"{os.environ.get('LANTOA_URL') or address}/set-up/{link.token}/" if link else ""


def _sample_sign_ins() -> list[tuple[str, str, str]]:
    """user name, password and role; empty once the sample is removed"""
    from lantoa.base.models import Installation

    return demo.SIGN_INS if Installation.current().is_sample else []
