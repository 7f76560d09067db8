"""The case on screen: values and commands, without widgets."""
