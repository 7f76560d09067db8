"""Every limit on what a foreign file may cost."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1 << 20
LARGEST_FILE = 1 << 30
"""Bytes of pixels of one file beyond which no MR image goes."""
MOST_VOXELS = 1 << 27
"""Voxels of one image file beyond which no MR image goes."""
LONGEST_HEADER = MIB
"""Bytes within which the text header of an MHA, MHD, NRRD or NHDR file must end."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Limits of the process that decodes.

    Args:
        start_s: seconds for the process to start, or to load a library.
        file_s: seconds for any file.
        bytes_per_s: further seconds: the bytes that are read or made, divided by this.
        memory: bytes beyond those that the process holds at rest, for any file.
        memory_per_byte: further memory for each byte of pixels that a checked header declares.
        output: bytes of pixels that one answer may have.
    """

    start_s: float = 120.0
    file_s: float = 30.0
    bytes_per_s: float = 2.0 * MIB
    memory: int = 768 * MIB
    memory_per_byte: int = 4
    output: int = 4 << 30

    def seconds(self, work_bytes: int) -> float:
        """Seconds for a file, or several, of this many bytes."""
        return self.file_s + work_bytes / self.bytes_per_s
