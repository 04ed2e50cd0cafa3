"""The verbs of partners as data; refuses none by itself, the matrix of access decides."""

VERBS = {
    "partners.view": "look at suppliers, with their contacts where the role may see them",
    "partners.edit": "create, change and take out suppliers",
    "partners.erase": "erase the person a supplier is reached through",
}
