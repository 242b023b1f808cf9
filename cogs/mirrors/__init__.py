"""Events among Discord's own scheduled events: looked after, asked about, turned on and off."""
