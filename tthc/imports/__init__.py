"""From the one-stop system's export to dossiers: read, match, check, stage, merge."""
