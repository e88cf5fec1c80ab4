"""What a partner sees of its customers: the list with its figures, a customer's detail and overview, tags and the vendor's notes."""
