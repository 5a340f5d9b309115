"""From a Request to a Page: the polite session, and the archive of what came."""
