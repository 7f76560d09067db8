"""Tables and figures of results, written as files."""
