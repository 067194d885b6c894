"""What words say: text lines and phrases, dot leaders, whether they cross a border, which cell each belongs to. No decisions."""
