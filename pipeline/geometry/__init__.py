"""Quarter turns, intervals along one axis, and regions turned upright with the way back to the page."""
