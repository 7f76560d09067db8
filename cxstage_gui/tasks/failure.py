"""The part of a failure that may be logged: never a message that could name a patient."""

from __future__ import annotations

import traceback

from cxstage_core.errors import CxStageError


def describe(error: BaseException) -> str:
    """The kind of error and where it arose, without messages, values or paths of data.

    Messages of foreign errors may quote file names or header values, so only the type and the code
    positions are kept; our own errors bring a sentence without paths.
    """
    lines = [type(error).__name__]
    if isinstance(error, CxStageError):
        lines.append(error.public)
    lines += [
        f"  {frame.filename}:{frame.lineno} in {frame.name}"
        for frame in traceback.extract_tb(error.__traceback__)
    ]
    lines += getattr(error, "__notes__", [])
    cause = error.__cause__ or error.__context__
    if cause is not None and cause is not error:
        lines += ["caused by", describe(cause)]
    return "\n".join(lines)
