"""Measurements of speed, as ratios to the bare libraries in the same run."""
