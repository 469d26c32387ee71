"""Proof of what was published: captures packed and sealed into a chain of hashes, checked, handed out."""
