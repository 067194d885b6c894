"""Durable jobs: a store with leases (SQLite or PostgreSQL), and the runner that feeds the workers from it."""
