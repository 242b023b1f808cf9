# /thanks

thanks-kept = Saved: you thanked { $name }. They can see it for 30 days.
thanks-not-yourself = That is you. Choose somebody else to thank.

privacy-kept-thanks = Who thanked whom. Kept for 30 days.

command-thanks = Thank a peer.
command-thanks-option-member = The person you want to thank.
