"""What changes the stored document: its text, its legal bases, its editions. Every write is recorded."""
