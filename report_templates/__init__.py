"""What readers see: section view models and their templates. Nothing is computed here."""
