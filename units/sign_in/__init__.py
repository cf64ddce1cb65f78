"""Signing in: password, second factor, sign-on, a fresh proof before a grave act, sessions."""
