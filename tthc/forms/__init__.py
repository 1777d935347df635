"""Input shapes, by aggregate."""
