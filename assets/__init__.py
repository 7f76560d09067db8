"""Icons, style sheets and translations of the window."""
