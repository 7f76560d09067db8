"""The report of a whole study for a paper: methods, tables, figures, checklists and cards, from evidence alone."""
