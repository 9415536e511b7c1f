"""An endpoint of our own on loopback, with OpenAI's protocol: for rehearsals, tests and benchmarks."""
