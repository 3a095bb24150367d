"""Take a page apart: article, comments, and the footer text around them."""
