"""What readers see: section view models and the templates that show them. Nothing is computed here."""
