"""A hub on this machine: the addresses that fetching a model asks, over real sockets."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote, urlparse

COMMIT = "0123456789abcdef0123456789abcdef01234567"


@dataclass
class Hub:
    """What the server has, and what it was asked.

    Attributes:
        repos: repository -> revision -> file name -> content.
        stall_after: bytes of a large file after which the server says nothing more.
        lies: stated digests of large files are wrong.
        ranges: what was asked of large files, "" for all of it.
    """

    repos: dict[str, dict[str, dict[str, bytes]]] = field(default_factory=dict)
    stall_after: int | None = None
    lies: bool = False
    ranges: list[str] = field(default_factory=list)
    stalled: threading.Event = field(default_factory=threading.Event)
    address: str = ""


@contextmanager
def running(hub: Hub) -> Iterator[Hub]:
    """The hub on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(hub))
    server.daemon_threads = True
    hub.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield hub
    server.shutdown()
    server.server_close()
    thread.join()


def _handler(hub: Hub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            parts = [unquote(part) for part in urlparse(self.path).path.strip("/").split("/")]
            if parts[:2] == ["api", "models"]:
                self._about("/".join(parts[2:4]), parts[4:])
            else:
                self._file("/".join(parts[:2]), parts[3], "/".join(parts[4:]))

        def log_message(self, format: str, *args: object) -> None:
            return

        def _about(self, repo: str, rest: list[str]) -> None:
            if repo not in hub.repos:
                self._send(404, b"{}", {"X-Error-Code": "RepoNotFound"})
            elif rest[:1] == ["discussions"]:
                self._json(_proposals(hub, repo))
            else:
                self._json(_info(hub, repo, rest[1] if rest else "main"))

        def _json(self, value: object) -> None:
            self._send(200, json.dumps(value).encode(), {"Content-Type": "application/json"})

        def _file(self, repo: str, commit: str, name: str) -> None:
            content = next(
                files[name]
                for revision, files in hub.repos[repo].items()
                if _commit(revision) == commit
            )
            asked = self.headers.get("Range", "")
            if len(content) > 10_000:
                hub.ranges.append(asked)
            start = int(asked.removeprefix("bytes=").rstrip("-")) if asked else 0
            total = len(content)
            heads = {"Content-Range": f"bytes {start}-{total - 1}/{total}"} if asked else {}
            self._send(206 if asked else 200, content[start:], heads)

        def _send(self, status: int, body: bytes, heads: dict[str, str]) -> None:
            self.send_response(status)
            for name, value in {**heads, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            if hub.stall_after is None or len(body) <= 10_000:
                self.wfile.write(body)
                return
            self.wfile.write(body[: hub.stall_after])
            self.wfile.flush()
            hub.stalled.wait(60)

    return Handler


def _commit(revision: str) -> str:
    return COMMIT if revision == "main" else hashlib.sha1(revision.encode()).hexdigest()


def _info(hub: Hub, repo: str, revision: str) -> dict[str, object]:
    return {
        "id": repo,
        "sha": _commit(revision),
        "siblings": [
            _sibling(hub, name, content) for name, content in hub.repos[repo][revision].items()
        ],
    }


def _sibling(hub: Hub, name: str, content: bytes) -> dict[str, object]:
    told: dict[str, object] = {"rfilename": name, "size": len(content)}
    head = f"blob {len(content)}\0".encode()
    told["blobId"] = hashlib.sha1(head + content).hexdigest()
    if len(content) > 10_000:
        right = hashlib.sha256(content).hexdigest()
        digest = "0" * 64 if hub.lies else right
        told["lfs"] = {"sha256": digest, "size": len(content), "pointerSize": 130}
    return told


def _proposals(hub: Hub, repo: str) -> dict[str, object]:
    numbers = [int(name.rsplit("/", 1)[1]) for name in hub.repos[repo] if name != "main"]
    found = [
        {
            "title": "Adding `safetensors` variant of this model",
            "num": number,
            "author": {"name": "SFconvertbot"},
            "createdAt": "2024-04-02T00:00:00.000Z",
            "status": "open",
            "repo": {"name": repo, "type": "model"},
            "isPullRequest": True,
        }
        for number in numbers
    ]
    return {"discussions": found, "count": len(found), "start": 0}
