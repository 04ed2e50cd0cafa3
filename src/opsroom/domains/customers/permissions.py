"""The verbs of customers as data; refuses none by itself, the matrix of access decides."""

VERBS = {
    "customers.view": "look at people and their addresses",
    "customers.edit": "save people and addresses as they were given",
    "customers.set_terms": "let a buyer pay on account, and how much may stand open",
    "customers.export": "take lists of people out of the program",
    "customers.ask_erasure": "ask that a person is erased",
    "customers.approve_erasure": "approve that a person is erased",
    "customers.erase": "erase a person, with an approval in hand",
}
