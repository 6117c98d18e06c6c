"""The official EU template, filled: eleven CSV files and one workbook."""
