"""Layout samples (words, rulings, shadings and the grid), real and synthetic, for the layout models."""
