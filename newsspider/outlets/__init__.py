"""Site records: loaded from TOML and checked; which outlet an address belongs to."""

from newsspider.outlets.records import PROVINCES, Outlet, Outlets, check_epaper, load_outlets

__all__ = ["PROVINCES", "Outlet", "Outlets", "check_epaper", "load_outlets"]
