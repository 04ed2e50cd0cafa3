"""Parts of the verbs that keep goods before they are sold."""
