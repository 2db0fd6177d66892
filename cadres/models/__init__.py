"""The records of this app by subject, one module each; import them from here."""
