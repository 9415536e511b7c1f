"""Asking language models: what a call and its answer are, and who answers: an endpoint, a cache, a script."""
