"""What every request passes on its way in; one check a file, in the order the security settings list them."""
