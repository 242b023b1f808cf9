# What Kettle sends by itself.

deliveries-late = This comes late. It was due at { $when }.
