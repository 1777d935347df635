"""Made-up exports for the demo, tests and benchmarks."""
