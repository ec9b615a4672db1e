"""One module a row of docs/benchmarks.md."""
