"""Converting partners between the two account modes: a trial of many, then the conversion of those that are sound (10.6.3.1/r12)."""
