pytest_plugins = ["tests.engine.plugin", "pytester"]
