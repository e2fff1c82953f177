"""Answers and signals of other threads, on the GUI thread and nowhere else."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor

from psygnal import Signal

from musflow_studio.domain.errors import ErrorCode, StudioError
from ui.relay import Relay


class Teller:
    """Something of the core that tells numbers."""

    told = Signal(int)


def test_answers_come_on_the_asking_thread_after_the_call(qapp, qtbot):
    relay, came = Relay(lambda error: None), []
    done: Future[int] = Future()
    done.set_result(7)
    relay.ask(done, lambda value: came.append((value, threading.current_thread())))
    assert came == [], "never before the caller has returned"
    qtbot.waitUntil(lambda: bool(came))
    assert came == [(7, threading.main_thread())]


def test_failures_go_to_who_asked_else_to_all(qapp, qtbot):
    heard: list[tuple[str, StudioError]] = []
    relay = Relay(lambda error: heard.append(("all", error)))
    with ThreadPoolExecutor(1) as pool:
        refusal = StudioError(ErrorCode.BAD_INPUT, "no")
        relay.ask(pool.submit(_raise, refusal), heard.append, lambda e: heard.append(("own", e)))
        relay.ask(pool.submit(_raise, refusal), heard.append)
        relay.ask(pool.submit(_raise, ZeroDivisionError("oops")), heard.append)
    qtbot.waitUntil(lambda: len(heard) == 3)
    assert [where for where, _ in heard] == ["own", "all", "all"]
    assert heard[2][1].code is ErrorCode.INTERNAL
    assert "ZeroDivisionError: oops" in heard[2][1].sentence()


def test_signals_of_other_threads_come_in_order_until_it_is_closed(qapp, qtbot):
    teller, heard = Teller(), []
    relay = Relay(lambda error: None)
    relay.listen(teller.told, heard.append)
    thread = threading.Thread(target=lambda: [teller.told.emit(n) for n in range(100)])
    thread.start()
    thread.join()
    assert heard == []
    qtbot.waitUntil(lambda: len(heard) == 100)
    assert heard == list(range(100))
    relay.close()
    teller.told.emit(100)
    qtbot.wait(20)
    assert len(heard) == 100


def _raise(error: Exception) -> None:
    raise error
