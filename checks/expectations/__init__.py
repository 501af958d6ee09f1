"""The contract on the tables that reports read: suites as data, and what holds tables to them."""
