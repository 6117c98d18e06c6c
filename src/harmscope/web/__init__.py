"""The web app: pages and an API over the Python surface and the registry; no logic of its own."""
