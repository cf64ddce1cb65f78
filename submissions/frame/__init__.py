"""What every page of a campaign needs: its menu and trail, the campaign or 404, the people in
it, deadlines, rows of forms.
"""
