"""Applications to end an association or to change its type: checks, filing, pre-review, decision, completion (10.4.1.5, 13.2)."""
