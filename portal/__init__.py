"""Imported with the package so that tasks find the application whichever process sends them."""

from portal.celery import app

__all__ = ["app"]
