"""TLS in front of a test's PostgreSQL, whose own build has none: what a pooler or a proxy does for a town."""

from __future__ import annotations

import os
import shutil
import socket
import ssl
import subprocess
import threading
from contextlib import suppress
from pathlib import Path

import pytest

_SSL_REQUEST, _GSS_REQUEST = (
    (8).to_bytes(4) + (80877103).to_bytes(4),
    (8).to_bytes(4) + (80877104).to_bytes(4),
)


def certificate(folder: Path, name: str) -> tuple[Path, Path]:
    """A self-signed certificate of « localhost », and its key. Skips where openssl is missing; fails there in
    continuous integration."""
    if shutil.which("openssl") is None:
        if os.environ.get("CI"):
            pytest.fail("openssl is not installed")
        pytest.skip("openssl is not installed")
    pem, key = folder / f"{name}.pem", folder / f"{name}.key"
    kind = "-newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    who = "-subj /CN=localhost -addext subjectAltName=DNS:localhost"
    command = ["openssl", "req", "-x509", *kind.split(), *who.split(), "-keyout", str(key), "-out", str(pem)]
    subprocess.run(command, check=True, capture_output=True)
    return pem, key


class Front:
    """Answers on a port of this machine, under TLS alone, and passes on to a server's socket."""

    def __init__(self, behind: Path, *, certificate: Path, key: Path) -> None:
        self._behind = str(behind)
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.load_cert_chain(certificate, key)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        threading.Thread(target=self._open, daemon=True).start()

    def close(self) -> None:
        self._door.close()

    def _open(self) -> None:
        with suppress(OSError):  # closed
            while True:
                visitor, _ = self._door.accept()
                threading.Thread(target=self._serve, args=(visitor,), daemon=True).start()

    def _serve(self, visitor: socket.socket) -> None:
        with suppress(OSError), visitor:
            asked = visitor.recv(8, socket.MSG_WAITALL)
            if asked == _GSS_REQUEST:
                visitor.sendall(b"N")
                asked = visitor.recv(8, socket.MSG_WAITALL)
            if asked != _SSL_REQUEST:
                return
            visitor.sendall(b"S")
            inside = self._tls.wrap_socket(visitor, server_side=True)
            with inside, socket.socket(socket.AF_UNIX) as server:
                server.connect(self._behind)
                back = threading.Thread(target=_pass_on, args=(server, inside), daemon=True)
                back.start()
                _pass_on(inside, server)
                back.join()


def _pass_on(here: socket.socket, there: socket.socket) -> None:
    with suppress(OSError):
        while part := here.recv(65536):
            there.sendall(part)
    with suppress(OSError):
        there.shutdown(socket.SHUT_WR)
