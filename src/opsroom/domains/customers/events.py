"""The kinds of event customers write; refuses personal data: a person is an id."""

CUSTOMER = "customers.customer"

CUSTOMER_ERASED = "customers.customer.erased"
CUSTOMER_TERMS_SET = "customers.customer.terms_set"
