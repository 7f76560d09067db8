"""What the menu entries do: one class per menu, bound to the actions by id."""
