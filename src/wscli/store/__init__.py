"""SQLite: what is configured, kept between commands. The only user of sqlite_utils."""

from wscli.store.plan import Change, plan
from wscli.store.store import Store, Transaction

__all__ = ["Change", "Store", "Transaction", "plan"]
