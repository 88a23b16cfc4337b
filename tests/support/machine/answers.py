"""Answers as tests read them."""

from typing import TypeVar

from portail_tui.domain.shared.refusals import Refused

Answer = TypeVar("Answer")


def answered(answer: Answer | Refused | None) -> Answer:
    """The answer itself, where a test expects one: a refusal, or nothing, is a failure that is shown."""
    assert not isinstance(answer, Refused) and answer is not None, answer
    return answer
