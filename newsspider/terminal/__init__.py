"""What a terminal shows: progress bars and tables."""
