"""An issue is made once and stays: a selection in; recorded rows and the public files out.

It knows files and the issue's row; it must not know how an issue is worded or delivered. Where a
file cannot be written, an EnvironmentFailure says so.
"""
