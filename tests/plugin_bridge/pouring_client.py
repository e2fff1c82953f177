"""A client that sends a thousand messages a second and prints what came back, as JSON.

python pouring_client.py PORT COUNT

Every message is `client/unsubscribe N`, which answers N and does nothing else.
"""

from __future__ import annotations

import json
import socket
import struct
import sys
import threading
import time

EVERY_S = 0.001
PATIENCE_S = 5.0


def packet(number: int) -> bytes:
    """The message with its number."""
    address = b"/musflow/client/unsubscribe\0"
    return address + b",i\0\0" + struct.pack(">i", number)


def main() -> None:
    """Send on time, listen beside it."""
    port, count = int(sys.argv[1]), int(sys.argv[2])
    sent, waits = [0.0] * count, {}
    client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_000_000)
    client.connect(("127.0.0.1", port))
    client.settimeout(PATIENCE_S)

    def listen() -> None:
        while len(waits) < count:
            try:
                answer = client.recv(4096)
            except TimeoutError:
                return
            now = time.perf_counter()
            (number,) = struct.unpack(">i", answer[-4:])
            waits[number] = (now - sent[number]) * 1000

    listening = threading.Thread(target=listen)
    listening.start()
    started = time.perf_counter()
    for number in range(count):
        time.sleep(max(0.0, started + number * EVERY_S - time.perf_counter()))
        sent[number] = time.perf_counter()
        client.send(packet(number))
    seconds = time.perf_counter() - started
    listening.join()
    client.close()
    sys.stdout.write(json.dumps({"waits_ms": [*waits.values()], "seconds": seconds}))


if __name__ == "__main__":
    main()
