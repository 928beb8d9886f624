"""Documents as read, what they say, and what people made of it."""
