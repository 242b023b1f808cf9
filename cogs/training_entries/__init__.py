"""The catalogue as organisers keep it: one entry at a time, with how it was before."""
