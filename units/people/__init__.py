"""Accounts, workplaces and invitations as administrators keep them."""
