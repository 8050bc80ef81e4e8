"""Ways out of the catalogue: CSV and JSON."""
