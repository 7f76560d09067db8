"""Pure statistics: arrays in, estimates with intervals out. Knows no cohort and no network."""
