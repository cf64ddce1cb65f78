"""A unit's reply to the first round: who may say what until when, its content, and its pages as finished rows. Writes nothing."""
