"""Everything that touches AWS or HTTP, so that an area only declares and decides."""
