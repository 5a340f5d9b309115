"""Delivery: issued files in; mails and copies to those who asked, once each, out.

It knows recipients, mail servers and folders; it must not know what an issue says or how it looks.
"""
