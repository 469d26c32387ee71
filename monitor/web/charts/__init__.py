"""Charts: plain values in, SVG out; classes of the stylesheet carry colour, and every number has a table."""
