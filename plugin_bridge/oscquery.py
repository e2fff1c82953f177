"""OSCQuery: the table as a tree of JSON that control surfaces and browsers read.

Source: OSCQuery proposal (github.com/Vidvox/OSCQueryProposal): FULL_PATH, CONTENTS, TYPE, ACCESS,
RANGE, DESCRIPTION, VALUE; HOST_INFO; status 204 for an attribute a node does not have, 400 for one
nobody knows, 404 for an address that does not exist.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from plugin_bridge.arguments import range_text
from plugin_bridge.clients import Row
from plugin_bridge.protocol import METHODS, Arg, Method

ATTRIBUTES = ("FULL_PATH", "CONTENTS", "TYPE", "ACCESS", "RANGE", "DESCRIPTION", "VALUE")
READ, WRITE = 1, 2
Node = dict[str, Any]


def readable(method: Method) -> bool:
    """True for what has one value that can be read: a query that answers once."""
    return method.query and not method.many


def tree(values: Mapping[str, Row]) -> Node:
    """The whole tree.

    Args:
        values: of the readable methods, by address; one that is missing has no VALUE.
    """
    root: Node = {"FULL_PATH": "/", "ACCESS": 0, "CONTENTS": {}}
    for method in METHODS:
        node = _place(root, method.address)
        node.update(_described(method))
        if (value := values.get(method.address)) is not None:
            node["VALUE"] = list(value)
    return root


def node_at(root: Node, path: str) -> Node | None:
    """The node of an address; None where there is none."""
    node: Node | None = root
    for part in path.strip("/").split("/") if path.strip("/") else ():
        node = node.get("CONTENTS", {}).get(part) if node else None
    return node


def host_info(name: str, host: str, osc_port: int) -> Node:
    """What `?HOST_INFO` answers.

    Args:
        name: of this studio.
        host: address OSC goes to.
        osc_port: its UDP port.
    """
    known = {attribute: True for attribute in ATTRIBUTES if attribute not in ("FULL_PATH",)}
    never = {"LISTEN": False, "PATH_CHANGED": False, "CLIPMODE": False, "UNIT": False}
    return {
        "NAME": name,
        "EXTENSIONS": {**known, **never},
        "OSC_IP": host,
        "OSC_PORT": osc_port,
        "OSC_TRANSPORT": "UDP",
    }


def _place(root: Node, address: str) -> Node:
    """The node of an address, with those above it, made where they are missing."""
    node = root
    for part in address.strip("/").split("/"):
        path = f"{node['FULL_PATH'].rstrip('/')}/{part}"
        children = node.setdefault("CONTENTS", {})
        node = children.setdefault(part, {"FULL_PATH": path, "ACCESS": 0})
    return node


def _described(method: Method) -> Node:
    if readable(method):
        kinds = "".join(arg.kind for arg in method.reply)
        return {"DESCRIPTION": method.says, "ACCESS": READ, "TYPE": kinds}
    node: Node = {"DESCRIPTION": _told(method), "ACCESS": WRITE, "TYPE": _types(method)}
    if method.args:
        node["RANGE"] = [_range(arg) for arg in method.args]
    return node


def _types(method: Method) -> str:
    """The type tags of the arguments; a trigger is an impulse."""
    return "".join("I" if arg.kind == "!" else arg.kind for arg in method.args)


def _told(method: Method) -> str:
    """The method's sentence, and what its arguments are."""
    told = [method.says]
    for arg in method.args:
        legal = range_text(arg)
        told.append(f"{arg.name}: {arg.says}{f' ({legal})' if legal else ''}.")
    return " ".join(told)


def _range(arg: Arg) -> Node | None:
    if arg.choices:
        return {"VALS": list(arg.choices)}
    if arg.low is None and arg.high is None:
        return None
    return {
        name: bound for name, bound in (("MIN", arg.low), ("MAX", arg.high)) if bound is not None
    }
