"""Counting dossiers and telling the counts: periods, comparison, presentations, charts."""
