"""A campaign from set-up to archive: phases and what each needs, deadlines, appointments,
timeline, outbox, its record.
"""
