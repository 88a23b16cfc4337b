"""Unexpected errors: written to a file under a short reference, which is all that a screen shows.

What is written never holds anyone's data: the kind of error and the lines of the program it went through,
without its message (a database's message quotes what was being written) and without any variable.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from pathlib import Path

PACKAGE = __name__.partition(".")[0]
LOG_FILE = "portail.log"
ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Symbols that are not mistaken for one another when read out."""
LENGTH = 6
MOST_BYTES = 1_000_000


class IncidentLog(logging.Handler):
    """Writes errors down. The file is made at the first one; where it can't be, the error is dropped."""

    def __init__(self, folder: Path, new_id: Callable[[], str]) -> None:
        super().__init__(logging.ERROR)
        self._folder = folder
        self._new_id = new_id
        self._file: logging.FileHandler | None = None
        self._last_text = ""
        self.last_reference: str | None = None

    @property
    def path(self) -> Path:
        return self._folder / LOG_FILE

    def emit(self, record: logging.LogRecord) -> None:
        text = _text(record)
        if text == self._last_text:  # one fault that stops several things at once is one incident
            return
        reference = reference_of(self._new_id())
        try:
            self._open().emit(_plain(record, f"[{reference}] {text}"))
        except OSError:
            return
        self._last_text, self.last_reference = text, reference

    def forget(self) -> None:
        """The next error is another incident, even if it looks like the last."""
        self._last_text, self.last_reference = "", None

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
        super().close()

    def _open(self) -> logging.FileHandler:
        if self._file is None:
            from logging.handlers import RotatingFileHandler  # noqa: PLC0415 (seldom needed)

            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            self._file = RotatingFileHandler(self.path, maxBytes=MOST_BYTES, backupCount=3, encoding="utf-8")
            self.path.chmod(0o600)
            self._file.setFormatter(logging.Formatter("%(asctime)s %(message)s"))
        return self._file


def install(folder: Path, new_id: Callable[[], str]) -> IncidentLog:
    """Log every error of the program and its libraries to the file, and nothing to the terminal."""
    handler = IncidentLog(folder, new_id)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    return handler


def note(error: BaseException, handler: IncidentLog) -> str | None:
    """Write ``error`` down; its reference, or None where nothing can be written."""
    handler.forget()
    logging.getLogger(__name__).error("unexpected", exc_info=error)
    return handler.last_reference


def reference_of(identifier: str) -> str:
    """Six symbols that can be read out over the telephone, from a hexadecimal identifier."""
    number = int(identifier, 16)
    symbols = []
    for _ in range(LENGTH):
        number, index = divmod(number, len(ALPHABET))
        symbols.append(ALPHABET[index])
    return "".join(symbols)


def describe(error: BaseException) -> str:
    """The kinds of error and the lines of the program that led there, causes first; no message."""
    return "\n".join(_described(error, set()))


def _described(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is None:
        before = getattr(error, "error", None)  # a failed worker carries what made it fail
    if isinstance(before, BaseException) and id(before) not in seen:
        yield from _described(before, seen)
        yield "then"
    step = error.__traceback__
    while step is not None:
        code = step.tb_frame.f_code
        yield f'  File "{code.co_filename}", line {step.tb_lineno}, in {code.co_name}'
        step = step.tb_next
    yield f"{type(error).__module__}.{type(error).__qualname__}"


def _text(record: logging.LogRecord) -> str:
    # the words of other libraries may quote what they handled; ours are fixed
    words = record.msg if record.name.partition(".")[0] == PACKAGE and isinstance(record.msg, str) else ""
    error = record.exc_info[1] if record.exc_info else None
    lines = [f"{record.name} {words}".rstrip()]
    return "\n".join(lines if error is None else [*lines, describe(error)])


def _plain(record: logging.LogRecord, text: str) -> logging.LogRecord:
    return logging.LogRecord(record.name, record.levelno, record.pathname, record.lineno, text, None, None)
