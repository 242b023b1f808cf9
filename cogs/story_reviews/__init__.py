"""Reading stories: what moderators see, ask and decide, with nothing that says who wrote one, or when."""
