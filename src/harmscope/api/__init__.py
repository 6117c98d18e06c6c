"""The Python surface: what the commands do, as functions, and what they give, as objects.

``harmscope`` itself offers the functions of :mod:`harmscope.api.surface`. How a report is made
stands in :mod:`harmscope.api.making`, what comes back in :mod:`harmscope.api.results`.
"""
