"""The bundled replay: two days of a scenario, stand-ins that play it, and what is told at the end."""
