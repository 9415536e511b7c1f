"""From the graph store to training data: responses, preference pairs, datasets."""
