"""Pictures as SVG text made on the server: same in light, dark and print, no script; refuses colour and style."""
