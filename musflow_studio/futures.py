"""Futures made from other futures: converted, handed to a thread, flattened."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")


def settled(value: T) -> Future[T]:
    """A future that has its result already."""
    done: Future[T] = Future()
    done.set_result(value)
    return done


def then(first: Future[T], convert: Callable[[T], U]) -> Future[U]:
    """A future of the converted result, or of the same failure."""
    second: Future[U] = Future()

    def pass_on(done: Future[T]) -> None:
        try:
            second.set_result(convert(done.result()))
        except Exception as error:  # noqa: BLE001 - whatever failed belongs to the caller
            second.set_exception(error)

    first.add_done_callback(pass_on)
    return second


def handed(first: Future[T], post: Callable[[Callable[[], None]], None]) -> Future[T]:
    """A future of the same outcome, resolved on the thread behind `post`, in its turn."""
    second: Future[T] = Future()

    def pass_on() -> None:
        error = first.exception()
        if error is not None:
            second.set_exception(error)
        else:
            second.set_result(first.result())

    first.add_done_callback(lambda _: post(pass_on))
    return second


def flat(outer: Future[Future[T]]) -> Future[T]:
    """The inner future's outcome as one future."""
    flat: Future[T] = Future()

    def inner_done(done: Future[T]) -> None:
        error = done.exception()
        if error is not None:
            flat.set_exception(error)
        else:
            flat.set_result(done.result())

    def outer_done(done: Future[Future[T]]) -> None:
        error = done.exception()
        if error is not None:
            flat.set_exception(error)
        else:
            done.result().add_done_callback(inner_done)

    outer.add_done_callback(outer_done)
    return flat
