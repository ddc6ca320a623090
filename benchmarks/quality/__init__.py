"""How well pages are read: generated newsroom lines by printed form, pages marked by hand, prose that must tell nothing."""
