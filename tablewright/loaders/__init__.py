"""Small optional bridges to other programs' document types; each imports its library only when used."""
