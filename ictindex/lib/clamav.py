"""Asking a ClamAV daemon about a file, over its socket (INSTREAM of clamd).

What follows from the answer is decided elsewhere.
"""

import socket
import struct
from contextlib import closing
from typing import BinaryIO

_BLOCK = 1 << 16
_MOST_ANSWER = 4096


class ScannerUnreachable(Exception):
    """The daemon cannot be asked, or gave no usable answer; the text is for the operator's log."""


def find_virus(file: BinaryIO, *, address: str, timeout: int) -> str:
    """The name of what was found; empty when nothing was.

    `address` is the path of a local socket, or «host:port»; `timeout` in seconds holds for each
    step. Raises ScannerUnreachable.
    """
    file.seek(0)
    try:
        with closing(_connect(address, timeout)) as connection:
            _send(connection, file)
            answer = _answer(connection)
    except OSError as problem:
        raise ScannerUnreachable(f"{address}: {problem}") from problem
    return _read(answer)


def _connect(address: str, timeout: int) -> socket.socket:
    if "/" in address:
        connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        connection.settimeout(timeout)
        try:
            connection.connect(address)
        except OSError:
            connection.close()
            raise
        return connection
    host, _, port = address.rpartition(":")
    if not port.isdecimal():
        raise OSError("not a path and not host:port")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=timeout)


def _send(connection: socket.socket, file: BinaryIO) -> None:
    """The command, each block after its length, and an empty block.

    A daemon that has heard enough hangs up: it has answered.
    """
    try:
        connection.sendall(b"zINSTREAM\0")
        while block := file.read(_BLOCK):
            connection.sendall(struct.pack(">I", len(block)) + block)
        connection.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        return


def _answer(connection: socket.socket) -> str:
    received = b""
    while b"\0" not in received and len(received) < _MOST_ANSWER:
        part = connection.recv(_MOST_ANSWER)
        if not part:
            break
        received += part
    return received.partition(b"\0")[0].decode("utf-8", "replace").strip()


def _read(answer: str) -> str:
    """«stream: OK», «stream: Eicar-Test-Signature FOUND», or a complaint."""
    said = answer.removeprefix("stream: ")
    if said == "OK":
        return ""
    if said.endswith(" FOUND"):
        return said.removesuffix(" FOUND")
    raise ScannerUnreachable(f"answer: {answer!r}")
