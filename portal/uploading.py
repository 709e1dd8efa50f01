"""A limit for files that come in, kept before anybody has signed in: a form's token is looked for in what is sent."""

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, StopUpload

# One byte more than a picture may have is let through, so that whoever reads it sees that it is too large.
MOST_KEPT = 15_000_001
# So much is still listened to, for the sake of an answer in words; then the connection is closed.
MOST_HEARD = 100_000_000


class Bounded(FileUploadHandler):
    """Lets the beginning of a request's files through to those who keep them, and drops the rest."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.heard = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """The part of a piece that is still within the limit. StopUpload where somebody sends on and on."""
        room = MOST_KEPT - self.heard
        self.heard += len(raw_data)
        if self.heard > MOST_HEARD:
            raise StopUpload(connection_reset=True)
        return raw_data[:room] if room > 0 else None

    def file_complete(self, file_size: int) -> None:
        """Others make the file."""
        return
