"""The verbs of the catalog as data; refuses none by itself, the matrix of access decides."""

VERBS = {
    "catalog.view": "look at products and SKUs",
    "catalog.edit": "create, change and withdraw products, SKUs and aliases",
    "catalog.view_costs": "see what SKUs cost",
}
