"""Who is told: rule, alert, channel, delivery. It knows notices, not claims."""
