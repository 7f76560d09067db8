"""The `cxstage` command: the functions of the window for scripts."""

from __future__ import annotations

import sys


def main() -> None:
    """Entry point of the `cxstage` command."""
    from cxstage_core.cli import (
        accounts,
        agreement,
        assign,
        audit,
        build,
        consensus,
        data,
        kit,
        pretrain,
        radiomics,
        recipe,
        registration,
        report,
        search,
        study,
    )
    from cxstage_core.cli.app import app
    from cxstage_core.cli.opening import with_person_first
    from cxstage_core.cli.predicting import maps, predict, predict_many, predictions

    for branch in (
        build,
        data,
        study,
        predict,
        predictions,
        search,
        pretrain,
        accounts,
        assign,
        agreement,
        consensus,
        kit,
        audit,
        report,
        recipe,
        registration,
        maps,
        radiomics,
        predict_many,
    ):
        branch.register(app)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")
    app(with_person_first(sys.argv[1:]))
