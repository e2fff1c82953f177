"""What a user sets about the bridge: the table `[bridge]` of settings.toml, and command options."""

from __future__ import annotations

import ipaddress
import os
import secrets
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from musflow_studio import paths
from musflow_studio.domain.errors import ErrorCode, StudioError
from musflow_studio.settings import load_section
from plugin_bridge.clients import is_loopback
from plugin_bridge.protocol import HTTP_PORT, OSC_PORT

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@dataclass(frozen=True)
class BridgeOptions:
    """What a user sets.

    Attributes:
        osc_port: first UDP and TCP port tried; 0 takes any.
        http_port: first TCP port tried for OSCQuery; 0 takes any.
        midi_port: MIDI input that is heard (see midi_ports); "" for none.
        midi_channel: the only channel that is heard, 1 to 16; 0 hears all.
        lan: also answer the local network, to those who show the token.
        lan_allow: networks or addresses that may ask at all ("192.168.1.0/24"); () for every
            private address.
        folders: folders the bridge may read panels from and write clips to, beside the library.
        deliver_to: folder into which every kept clip is copied flat; "" for none.
        send_to: "host:port" of programs that only listen at a fixed place; told of every job.
    """

    osc_port: int = OSC_PORT
    http_port: int = HTTP_PORT
    midi_port: str = ""
    midi_channel: int = 0
    lan: bool = False
    lan_allow: tuple[str, ...] = ()
    folders: tuple[Path, ...] = ()
    deliver_to: str = ""
    send_to: tuple[str, ...] = ()
    networks: tuple[Network, ...] = field(init=False)

    def __post_init__(self) -> None:
        for what, port in (("OSC", self.osc_port), ("OSCQuery", self.http_port)):
            if not 0 <= port <= 65535:
                raise StudioError(
                    ErrorCode.OUT_OF_RANGE,
                    f"the {what} port is out of range",
                    value=port,
                    legal="0 to 65535",
                )
        if not 0 <= self.midi_channel <= 16:
            raise StudioError(
                ErrorCode.OUT_OF_RANGE,
                "the MIDI channel is out of range",
                value=self.midi_channel,
                legal="1 to 16, 0 for all",
            )
        object.__setattr__(self, "networks", tuple(_network(one) for one in self.lan_allow))
        for target in self.send_to:
            host, _ = host_and_port(target)
            if not (self.lan or is_loopback(host)):
                raise StudioError(
                    ErrorCode.NOT_ALLOWED,
                    "sending to the network needs the local network switched on",
                    value=target,
                    hint="add --lan, or send to 127.0.0.1",
                )

    @property
    def host(self) -> str:
        """The address sockets are bound to."""
        return "0.0.0.0" if self.lan else "127.0.0.1"  # noqa: S104 - asked for by the user

    def accepts(self, host: str) -> bool:
        """Whether somebody at this address may talk to the bridge at all."""
        if is_loopback(host):
            return True
        address = ipaddress.ip_address(host.split("%")[0])
        if not self.lan:
            return False
        if self.networks:
            return any(address in network for network in self.networks)
        return address.is_private


def load_options() -> BridgeOptions:
    """The options of settings.toml. Raises StudioError naming the first that is wrong."""
    return BridgeOptions(**checked_options(load_section("bridge")))


def checked_options(found: dict[str, object]) -> dict[str, Any]:
    """Values as BridgeOptions takes them. Raises StudioError."""
    kinds = {f.name: f.type for f in fields(BridgeOptions) if f.init}
    checked: dict[str, Any] = {}
    for name, value in found.items():
        if name not in kinds:
            raise StudioError(
                ErrorCode.UNKNOWN_NAME,
                "unknown setting in [bridge]",
                value=name,
                legal=", ".join(sorted(kinds)),
            )
        checked[name] = _typed(name, str(kinds[name]), value)
    return checked


def _typed(name: str, kind: str, value: object) -> object:
    wanted = {"int": int, "bool": bool, "str": str}.get(kind, list)
    if type(value) is not wanted:
        raise StudioError(
            ErrorCode.BAD_INPUT,
            f"{name} in [bridge] is of the wrong type",
            value=value,
            legal={int: "a whole number", bool: "true or false", str: "text"}.get(
                wanted, 'a list of texts: ["…"]'
            ),
        )
    if not isinstance(value, list):
        return value
    texts = tuple(str(one) for one in value)
    return tuple(Path(t).expanduser().absolute() for t in texts) if "Path" in kind else texts


def host_and_port(target: str) -> tuple[str, int]:
    """The parts of "host:port", an IPv4 address and a number. Raises StudioError."""
    host, _, port = target.rpartition(":")
    try:
        ipaddress.IPv4Address(host)
        if not 0 < int(port) < 65536:
            raise ValueError
    except ValueError:
        raise StudioError(
            ErrorCode.BAD_INPUT, "not a place to send to", value=target, legal="127.0.0.1:9000"
        ) from None
    return host, int(port)


def lan_token() -> str:
    """The token of this machine's user; made once, readable by the user alone."""
    file = paths.ensure_folder(paths.config_folder()) / "bridge-token"
    if not file.is_file():
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as made:
            made.write(secrets.token_urlsafe(12))
    return file.read_text("utf-8").strip()


def _network(text: str) -> Network:
    try:
        return ipaddress.ip_network(text, strict=False)
    except ValueError:
        raise StudioError(
            ErrorCode.BAD_INPUT,
            "not a network or address",
            value=text,
            legal='"192.168.1.0/24" or "192.168.1.20"',
        ) from None
