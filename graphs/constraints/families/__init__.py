"""One file a family. A module here defines FAMILY, an instance that satisfies `ConstraintFamily`."""
