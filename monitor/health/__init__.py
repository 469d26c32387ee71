"""How a source is: its states told apart by plain rules over plain values. Pure."""
