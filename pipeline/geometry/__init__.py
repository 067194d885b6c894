"""Quarter turns, and regions turned upright with the way back to the page."""
