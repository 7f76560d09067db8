"""Files that survive a kill: atomic writes, checksums, locks, guarded HDF5, append-only logs."""
