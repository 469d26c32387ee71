"""The overview of an agreement: figures and coverage made into what its page and its charts show."""
