"""Activities of the vendor for which partners invite, and the links that end with them (10.3.4.3)."""
