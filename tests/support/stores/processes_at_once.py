"""Several things done at the same instant, each in a process of its own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from multiprocessing import get_context
from typing import Any

SECONDS = 120


def at_once(jobs: Sequence[Callable[[], Any]]) -> list[Any]:
    """What each job answered. Forked, they begin together."""
    context = get_context("fork")
    barrier = context.Barrier(len(jobs))
    pipes = []
    for job in jobs:
        here, there = context.Pipe()
        context.Process(target=_work, args=(job, barrier, there), daemon=True).start()
        there.close()
        pipes.append(here)
    answers = [pipe.recv() if pipe.poll(SECONDS) else TimeoutError("no answer") for pipe in pipes]
    for answer in answers:
        if isinstance(answer, BaseException):
            raise answer
    return answers


def _work(job: Callable[[], Any], barrier: Any, pipe: Any) -> None:
    try:
        barrier.wait(SECONDS)
        pipe.send(job())
    except BaseException as error:
        pipe.send(RuntimeError(f"{type(error).__name__}: {error}"))
