"""Places of England: its local authorities with their codes, and the nation and regions above."""
