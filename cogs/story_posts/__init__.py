"""Stories as everybody sees them: taken in once a day, shown at a minute that chance chose, and taken away again."""
