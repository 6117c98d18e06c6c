"""The memory of a server while a large file comes in: ``python -m benchmarks.web_upload [BYTES]``.

It starts ``harmscope serve`` on a free port, sends one file through the page, and says the most
memory that the server process ever held (VmHWM of Linux), its job apart. Without a size: 2 GB.
"""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import httpx2

MOST = 300_000_000
_AT = re.compile(r"harmscope is at (http://\S+)/ ")
_TOKEN = re.compile(r'name="csrf" value="([^"]+)"')
_BLOCK = b"x" * 63 + b"\n"


class Served:
    """A real ``harmscope serve`` on loopback, in a process group of its own."""

    def __init__(self, data: Path, *words: str) -> None:
        command = [sys.executable, "-u", "-m", "harmscope", "serve", "--port", "0"]
        self.log = data.parent / f"{data.name}-{time.monotonic_ns()}.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [*command, "--data", str(data), *words],
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        self.address = self._found()

    def _found(self) -> str:
        until = time.monotonic() + 120
        while time.monotonic() < until and self.process.poll() is None:
            if found := _AT.search(self.log.read_text(encoding="utf-8")):
                self._answers(found[1], until)
                return found[1]
            time.sleep(0.05)
        raise AssertionError(self.log.read_text(encoding="utf-8"))

    def _answers(self, address: str, until: float) -> None:
        while time.monotonic() < until:
            try:
                if httpx2.get(f"{address}/healthz", timeout=60).status_code == 200:
                    return
            except httpx2.TransportError:
                time.sleep(0.1)
        raise AssertionError(self.log.read_text(encoding="utf-8"))

    def browser(self) -> httpx2.Client:
        """A browser without a screen."""
        return httpx2.Client(base_url=self.address, timeout=600)

    def kill(self) -> None:
        """End all its processes at once, as a loss of power would."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self, seconds: float = 60) -> int:
        """Ask it to end, and wait for it; gives the exit code."""
        self.process.send_signal(signal.SIGTERM)
        try:
            return self.process.wait(seconds)
        finally:
            if self.process.poll() is None:
                self.kill()

    def forget(self) -> None:
        """Count the most memory anew from here on."""
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5", encoding="ascii")

    def held(self) -> int:
        """The most bytes that the server process ever held in memory."""
        told = Path(f"/proc/{self.process.pid}/status").read_text(encoding="ascii")
        return 1024 * int(re.search(r"VmHWM:\s+(\d+)", told)[1])  # type: ignore[index]


def token(browser: httpx2.Client, page: str) -> str:
    """The token of the form on a page."""
    found = _TOKEN.search(browser.get(page).text)
    assert found
    return found[1]


def send(browser: httpx2.Client, size: int) -> httpx2.Response:
    """Send a file of this size to be checked, as a form does, without holding it."""
    edge = "----harmscope"
    head = (
        f'--{edge}\r\nContent-Disposition: form-data; name="csrf"\r\n\r\n{token(browser, "/check")}'
        f'\r\n--{edge}\r\nContent-Disposition: form-data; name="files"; filename="large.csv"\r\n'
        "Content-Type: text/csv\r\n\r\n"
    ).encode()
    tail = f"\r\n--{edge}--\r\n".encode()

    def body() -> Iterator[bytes]:
        yield head
        left, block = size, _BLOCK * 4096
        while left > 0:
            yield block[:left]
            left -= len(block)
        yield tail

    headers = {
        "Content-Type": f"multipart/form-data; boundary={edge}",
        "Content-Length": str(len(head) + size + len(tail)),
    }
    return browser.post("/check", content=body(), headers=headers)


def main(size: int) -> None:
    """Measure one upload."""
    with tempfile.TemporaryDirectory() as folder:
        served = Served(Path(folder) / "data")
        try:
            with served.browser() as browser:
                served.forget()
                before, began = served.held(), time.monotonic()
                answer = send(browser, size)
                print(
                    f"{size:,} bytes: answer {answer.status_code} after "
                    f"{time.monotonic() - began:.0f} s; the server held {before:,} bytes before "
                    f"and at most {served.held():,}"
                )
        finally:
            served.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else 2_000_000_000)
