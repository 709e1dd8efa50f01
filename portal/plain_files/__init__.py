"""The public site as plain files, for any web server or network of copies: what the portal answers, written down."""
