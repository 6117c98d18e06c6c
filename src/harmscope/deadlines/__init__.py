"""What is due: open requests and orders under the limits of their law, and reports owed."""
