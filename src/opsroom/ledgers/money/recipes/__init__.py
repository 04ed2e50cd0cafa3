"""How one business event is booked, a file each: facts in, transfers out; refuses facts that do not add up.

Direction, for all of them: a transfer credits its source and debits its target. A sale credits revenue (source) and
debits whoever owes us (target); a payment credits the debt (source) and debits who holds the money for us (target).
"""
