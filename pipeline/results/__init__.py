"""What an extraction returns, and its JSON form in both directions."""
