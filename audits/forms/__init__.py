"""Input shapes of audits."""
