"""The one way out: whatever asks another computer by HTTP does it here.

A host is looked up once, and the connection goes to the very address that was judged: a name that answers with a
public address first and an inside one afterwards gains nothing. Redirects are not followed, proxies of the environment
not used, answers not read beyond a limit. There is no switch that lets a request reach the inside.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from typing import Any
from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from lantoa import __version__

AGENT = f"LanToa/{__version__}"
_CHUNK = 64 * 1024
# They carry an address of the older kind inside, which may be one of ours.
_TRANSLATED = [ipaddress.ip_network(net) for net in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]


class Unreachable(Exception):
    """No usable answer; the message says why, without what was sent."""


def get(url: str, *, most_bytes: int, timeout_seconds: float = 20.0) -> bytes:
    """raises: Unreachable"""
    return _ask("GET", url, None, {}, most_bytes=most_bytes, timeout_seconds=timeout_seconds)


def post(url: str, body: bytes, *, media_type: str, most_bytes: int, timeout_seconds: float = 20.0) -> bytes:
    """raises: Unreachable"""
    headers = {"Content-Type": media_type}
    return _ask("POST", url, body, headers, most_bytes=most_bytes, timeout_seconds=timeout_seconds)


def status(url: str, *, timeout_seconds: float = 10.0) -> int:
    """What an address answers with: 200, 301, 404 ... Nothing of the answer is read.

    raises: Unreachable
    """
    try:
        connection, path = _connection(url, timeout_seconds)
        try:
            connection.request("GET", path, headers={"User-Agent": AGENT, "Accept-Encoding": "identity"})
            with connection.getresponse() as response:
                return response.status
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(_in_words(error)) from None


def _ask(
    method: str, url: str, body: bytes | None, headers: dict[str, str], *, most_bytes: int, timeout_seconds: float
) -> bytes:
    deadline = time.monotonic() + timeout_seconds
    try:
        connection, path = _connection(url, timeout_seconds)
        try:
            connection.request(method, path, body, {"User-Agent": AGENT, "Accept-Encoding": "identity", **headers})
            with connection.getresponse() as response:
                if response.status != http.HTTPStatus.OK:
                    said = _("%(host)s answers %(status)s")
                    raise Unreachable(said % {"host": connection.host, "status": response.status})
                return _read(response, most_bytes, deadline)
        finally:
            connection.close()
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unreachable(_in_words(error)) from None


def _in_words(error: Exception) -> str:
    """What happens every day, as a person would say it; the rest as the machine does."""
    if isinstance(error, socket.gaierror):
        return _("no computer of this name is known")
    if isinstance(error, TimeoutError):
        return _("it does not answer")
    return f"{type(error).__name__}: {error}"


def _connection(url: str, timeout_seconds: float) -> tuple[http.client.HTTPConnection, str]:
    """raises: Unreachable, ValueError, OSError"""
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.password:
        raise Unreachable(_("only http:// and https:// addresses without a password are asked"))
    port = parts.port or (443 if parts.scheme == "https" else 80)
    address = _judged(parts.hostname, port)
    path = f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}"
    if parts.scheme == "https":
        return _PinnedTls(address, parts.hostname, port, timeout_seconds), path
    return _Pinned(address, parts.hostname, port, timeout_seconds), path


def _judged(host: str, port: int) -> str:
    """The address that is connected to; all that the name stands for must be public."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(sockaddr[0]) for *_, sockaddr in found]
    if not addresses or not all(_is_public(address) for address in addresses):
        said = _("%(host)s is an address inside this network, which is never asked")
        raise Unreachable(said % {"host": host})
    return addresses[0]


def _is_public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    ip = getattr(ip, "ipv4_mapped", None) or ip
    if any(ip in net for net in _TRANSLATED if net.version == ip.version):
        return False
    return ip.is_global and not ip.is_multicast


def _read(response: http.client.HTTPResponse, most_bytes: int, deadline: float) -> bytes:
    taken = bytearray()
    while chunk := response.read1(_CHUNK):
        taken += chunk
        if len(taken) > most_bytes:
            raise Unreachable(_("the answer is longer than %(count)s bytes") % {"count": most_bytes})
        if time.monotonic() > deadline:
            raise Unreachable(_("the answer takes too long"))
    return bytes(taken)


class _Pinned(http.client.HTTPConnection):
    """Connects to the address that was judged, whatever the name stands for by then."""

    def __init__(self, address: str, host: str, port: int, timeout_seconds: float) -> None:
        super().__init__(host, port, timeout=timeout_seconds)
        self._address = address

    def connect(self) -> None:
        self.sock: Any = socket.create_connection((self._address, self.port), self.timeout)


class _PinnedTls(_Pinned):
    """The certificate is checked against the name."""

    def connect(self) -> None:
        super().connect()
        self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)
