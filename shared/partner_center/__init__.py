"""Partner Center: the domain code shared by every function (deployed as the domain layer)."""
