"""Work done in worker processes on behalf of the session."""
