"""GOV.UK's content and search interfaces: JSON or Atom in; publications and where to look next out.

It knows GOV.UK's schemas; it must not know which organisations are watched.
"""
