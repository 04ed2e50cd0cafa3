"""The outermost layer of the web server, before Django: body limits, request ids, headers; knows no page."""
