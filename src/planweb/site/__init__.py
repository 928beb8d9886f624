"""The site as a whole: addresses, navigation, home, health, start."""
