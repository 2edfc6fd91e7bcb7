"""A stand-in for an agent program: the shapes of one that was rolled out, and nothing of its code."""

__version__ = "0.5.1"
