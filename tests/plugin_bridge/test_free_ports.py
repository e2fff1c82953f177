"""Ports are looked for where nobody else is, also while others look for theirs."""

from __future__ import annotations

import socket
from contextlib import closing

import pytest

from musflow_studio.domain.errors import ErrorCode, StudioError
from plugin_bridge.free_ports import PORTS_TRIED, bound, free_tcp, free_udp_and_tcp

HOST = "127.0.0.1"


@pytest.mark.parametrize("kind", [socket.SOCK_STREAM, socket.SOCK_DGRAM])
def test_a_port_is_nobody_elses_from_the_moment_it_is_taken(kind):
    with closing(bound(kind, HOST, 0)) as taken:
        with pytest.raises(OSError, match="in use"):
            bound(kind, HOST, taken.getsockname()[1])


def test_both_sockets_of_osc_have_one_number():
    with closing(free_tcp(HOST, 0)) as taken:
        udp, tcp = free_udp_and_tcp(HOST, taken.getsockname()[1])
        with udp, tcp:
            ports = {udp.getsockname()[1], tcp.getsockname()[1]}
            assert len(ports) == 1
            assert taken.getsockname()[1] < ports.pop()


def test_where_none_is_free_it_is_said():
    first = 65535
    with closing(bound(socket.SOCK_STREAM, HOST, first)):
        with pytest.raises(StudioError) as caught:
            free_tcp(HOST, first)
    assert caught.value.code is ErrorCode.BUSY
    assert str(PORTS_TRIED) in caught.value.hint
