"""Ratings, targets and reports: one module each; import the models from here."""
