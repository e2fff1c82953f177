"""Announcing: zeroconf (Bonjour, Avahi) tells the local network where the studio answers.

Only where the bridge is open to the network; on this machine alone `bridge.json` and the usual
ports tell enough, and nobody else needs to know.

Source: OSCQuery proposal (`_oscjson._tcp`), OSC over DNS-SD (`_osc._udp`), RFC 6763.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import socket

import ifaddr
from zeroconf import IPVersion, ServiceInfo
from zeroconf.asyncio import AsyncZeroconf

LEAVE_S = 2.0

_log = logging.getLogger(__name__)


class Announcer:
    """Two services on the local network for as long as the bridge is open."""

    def __init__(self) -> None:
        self._zeroconf: AsyncZeroconf | None = None

    async def open(self, name: str, osc_port: int, http_port: int) -> None:
        """Announce; a machine without a network is said in the log.

        Args:
            name: of this studio, as people see it.
            osc_port: UDP port of OSC.
            http_port: TCP port of OSCQuery.
        """
        try:
            self._zeroconf = AsyncZeroconf(ip_version=IPVersion.V4Only)
            for kind, port in (("_osc._udp", osc_port), ("_oscjson._tcp", http_port)):
                service = _service(kind, name, port)
                await self._zeroconf.async_register_service(service, allow_name_change=True)
        except OSError as error:
            _log.warning("the studio is not announced on the network: %s", error)

    async def close(self) -> None:
        """Take the services back, quickly."""
        if self._zeroconf:
            try:
                async with asyncio.timeout(LEAVE_S):
                    await self._zeroconf.async_unregister_all_services()
                    await self._zeroconf.async_close()
            except (OSError, TimeoutError):
                _log.warning("the network did not hear that the studio leaves")


def _service(kind: str, name: str, port: int) -> ServiceInfo:
    return ServiceInfo(
        f"{kind}.local.",
        f"{name}.{kind}.local.",
        port,
        properties={"txtvers": "1"},
        server=f"{socket.gethostname().split('.')[0]}-musflow.local.",
        addresses=[socket.inet_aton(one) for one in own_addresses()],
    )


def own_addresses() -> list[str]:
    """IPv4 addresses of the machine on its networks."""
    found = [ip.ip for adapter in ifaddr.get_adapters() for ip in adapter.ips if ip.is_IPv4]
    return [str(ip) for ip in found if not ipaddress.ip_address(str(ip)).is_loopback]
