# Stories, and the receipts that open them.

stories-receipt-unclear = That does not look like a receipt yet. It has four groups of four, like `7QK4-M2XD-9F3T-HB6W`. You can copy it just as it was shown.
stories-receipt-wait = That was a few tries in a row. You can try again { $when }. Spaces, dashes and small letters do not matter.

# Strict mode, for moderators.
stories-passphrase-short = That is too short. A passphrase has { $count } letters or more. A few words that do not belong together are good.
