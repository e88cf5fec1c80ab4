"""A world in which the whole story was told, once for all contract tests."""
