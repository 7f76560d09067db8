"""The functions of the menu entries: one class per menu, bound to the actions by id."""
