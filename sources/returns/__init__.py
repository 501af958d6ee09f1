"""Files that departments send: opened, identified and read into values with their cells."""
