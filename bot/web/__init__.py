"""Pages on the optional port of this machine. Nothing here is in memory while `web.port` is 0."""
