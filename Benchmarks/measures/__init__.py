"""Cost and speed of Ferry, measured beside bare baselines."""
