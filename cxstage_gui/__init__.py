"""The CxStage window over `cxstage_core`."""
