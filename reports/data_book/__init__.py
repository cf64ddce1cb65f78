"""The workbook (.xlsx) of a campaign's figures: every table, what each figure comes from, and the criteria behind them."""
