"""The rules, one module per feature: no Discord, no scheduler, no clock."""
