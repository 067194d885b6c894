"""The routes. Each is a few lines: read the request, hand the work to the workers, write the answer."""
