"""Acting for a customer: its authorization, the sessions in which its partner acts as the customer, and who may read of it."""
