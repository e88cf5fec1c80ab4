"""A customer's monthly budget, who is to be warned when its use passes a threshold, and the warnings (guide 10.4.1.4)."""
