"""What Ferry costs and how fast it is, measured beside bare baselines."""
