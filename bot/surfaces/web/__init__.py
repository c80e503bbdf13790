"""The web pages: the channel, personal messages, forms and My work for a browser, and the HTTP API beside them."""
