"""For those who look at a page and correct it: single steps, and the corrected page as samples to train on."""
