"""Printed reports, set by typst into accessible PDF."""
