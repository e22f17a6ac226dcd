"""What other machines read of the portal: feeds, calendars, maps, cards; the same in every language."""
