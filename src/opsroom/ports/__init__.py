"""The sockets: what outside systems speak, as frozen dataclasses and Protocols; refuses behaviour."""
