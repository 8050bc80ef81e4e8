"""Ways out of the catalogue, CSV and JSON; and tables from outside, in any form."""
