"""Whether the head of a Ray cluster is still there.

Ray itself notices after a minute, and then ends the process that uses it, without a word that could be caught.
So its head's port is knocked at, and the connection is given up in time.
"""

from __future__ import annotations

import socket
import time
from dataclasses import dataclass, field

from cxstage_core.errors import ClusterError

KNOCK_S = 5.0
_EVERY_S = 1.0
_GONE_AFTER_S = 3.0
"""Where the machine answers and the port is closed, no process is left that could open it again."""
_SILENT_AFTER_S = 30.0
"""Where nothing answers at all it may be the network, which comes back."""


@dataclass(slots=True)
class HeadWatch:
    """Knocks at the head now and then.

    Args:
        address: given by the user, for the message.
        head: "host:port"; "" where it cannot be known, and then nothing is watched.
    """

    address: str
    head: str
    _next: float = field(default=0.0, init=False)
    _missed_since: float | None = field(default=None, init=False)

    def check(self) -> None:
        """Knock if it is time to.

        Raises:
            ClusterError: the head is gone.
        """
        now = time.monotonic()
        if not self.head or now < self._next:
            return
        self._next = now + _EVERY_S
        try:
            knock(self.head)
        except ConnectionRefusedError as error:
            self._missed(now, _GONE_AFTER_S, error)
        except OSError as error:
            self._missed(now, _SILENT_AFTER_S, error)
        else:
            self._missed_since = None

    def gone(self) -> bool:
        """Return True if the head does not answer just now."""
        if not self.head:
            return False
        try:
            knock(self.head)
        except OSError:
            return True
        return False

    def lost(self) -> ClusterError:
        """Return the error for a head that is gone."""
        return ClusterError(
            "The head of the Ray cluster at {address} does not answer any more.",
            remedy="Start it again with `ray start --head`, then start the same training again: it goes on "
            "from its last checkpoints.",
            address=self.address,
        )

    def broken(self, error: BaseException) -> ClusterError:
        """Return the error for a connection that broke though the head answers."""
        return ClusterError(
            "The connection to the Ray cluster at {address} broke ({why}).",
            remedy="Check it with `ray status`, then start the same training again: it goes on from its "
            "last checkpoints.",
            address=self.address,
            why=type(error).__name__,
        )

    def _missed(self, now: float, patience_s: float, error: OSError) -> None:
        if self._missed_since is None:
            self._missed_since = now
        elif now - self._missed_since >= patience_s:
            raise self.lost() from error


def knock(address: str) -> None:
    """Fail where nothing answers.

    Args:
        address: "host:port"; others are not knocked at.

    Raises:
        OSError: nothing answers.
    """
    host, _, port = address.rpartition(":")
    if host and port.isdigit() and "://" not in address:
        socket.create_connection((host, int(port)), timeout=KNOCK_S).close()
