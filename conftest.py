pytest_plugins = ["tests.engine.plugin", "tests.engine.exercises", "pytester"]
