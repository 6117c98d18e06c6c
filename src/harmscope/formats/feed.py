"""Chunks of bytes that can be looked at before they are taken."""

from collections.abc import Iterator

from harmscope.formats.rows import StreamFault


class Feed:
    """An iterator of chunks with a push-back. A fault met while looking ahead is kept and raised
    when the bytes before it are used up."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._ahead: list[bytes] = []
        self._fault: StreamFault | None = None

    def __iter__(self) -> Iterator[bytes]:
        while chunk := self.chunk():
            yield chunk

    def chunk(self) -> bytes:
        """The next chunk, or ``b""`` at the end."""
        if self._ahead:
            return self._ahead.pop()
        if self._fault is not None:
            raise self._fault
        return self._pull()

    def piece(self, size: int) -> bytes:
        """The next chunk, cut to at most ``size`` bytes."""
        chunk = self.chunk()
        if len(chunk) > size:
            self.push(chunk[size:])
        return chunk[:size]

    def exactly(self, size: int) -> bytes:
        """The next ``size`` bytes, or fewer at the end."""
        parts: list[bytes] = []
        while size > 0 and (part := self.piece(size)):
            parts.append(part)
            size -= len(part)
        return b"".join(parts)

    def push(self, data: bytes) -> None:
        """Put bytes back in front."""
        if data:
            self._ahead.append(data)

    def peek(self, size: int) -> bytes:
        """The next ``size`` bytes, left where they are; fewer at the end or before a fault."""
        parts: list[bytes] = []
        try:
            while size > sum(map(len, parts)) and (chunk := self.chunk()):
                parts.append(chunk)
        except StreamFault as fault:
            self._fault = fault
        data = b"".join(parts)
        self.push(data)
        if not data and self._fault is not None:
            raise self._fault
        return data[:size]

    def _pull(self) -> bytes:
        for chunk in self._chunks:
            if chunk:
                return chunk
        return b""
