"""Commands about predictions: one study, many, earlier ones, and the tests of a model's maps."""
