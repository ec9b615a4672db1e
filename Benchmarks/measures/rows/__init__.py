"""A module for each row of docs/benchmarks.md."""
