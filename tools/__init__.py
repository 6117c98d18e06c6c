"""What makes the pages that people read: the site, the pictures, the outputs of the notebook."""
