"""A small daemon that speaks ClamAV's protocol on a socket, and strictly: it answers only what
was sent as it must be.
"""

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.sample_files import EICAR


class Daemon:
    """`says`: answer whatever comes instead of looking;

    `limit`: hang up beyond so many octets, as clamd does.
    """

    def __init__(self, listener: socket.socket, address: str) -> None:
        self.listener, self.address = listener, address
        self.says: bytes | None = None
        self.limit = 100 << 20
        self.heard: list[int] = []
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                connection.sendall(self._answer(connection))

    def _answer(self, connection: socket.socket) -> bytes:
        if self._exactly(connection, 10) != b"zINSTREAM\0":
            return b"UNKNOWN COMMAND\0"
        content = b""
        while length := struct.unpack(">I", self._exactly(connection, 4))[0]:
            content += self._exactly(connection, length)
            if len(content) > self.limit:
                return b"INSTREAM size limit exceeded. ERROR\0"
        self.heard.append(len(content))
        if self.says is not None:
            return self.says
        return b"stream: Eicar-Test-Signature FOUND\0" if EICAR in content else b"stream: OK\0"

    @staticmethod
    def _exactly(connection: socket.socket, length: int) -> bytes:
        received = b""
        while len(received) < length:
            part = connection.recv(length - len(received))
            if not part:
                raise ConnectionError("hung up")
            received += part
        return received


@contextmanager
def daemon_on(folder: Path) -> Iterator[Daemon]:
    path = str(folder / "clamd.sock")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen()
        yield Daemon(listener, path)


@contextmanager
def daemon_on_port() -> Iterator[Daemon]:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield Daemon(listener, f"127.0.0.1:{listener.getsockname()[1]}")
