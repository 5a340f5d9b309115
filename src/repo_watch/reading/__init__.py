"""Pure readers: from the bytes of a page to what it says, and to what was left unread."""
