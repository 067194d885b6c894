"""The HTTP service: thin routes over ``pipeline``. ``app.factory.create_app`` builds it."""
