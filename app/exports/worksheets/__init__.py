"""Worksheets: what they contain, described once, and the formats that print it."""
