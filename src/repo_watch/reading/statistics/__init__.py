"""Explore Education Statistics: answers of its API in; figures of incident notifications out.

It knows the API's forms; it must not know how its figures are shown.
"""
