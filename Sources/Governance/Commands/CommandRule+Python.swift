import RunModel

extension CommandRule {
    /// Commands of type `python`, which nobody has unless the user allows them.
    static let python = [
        CommandRule(
            "pip install NAME==VERSION…", .python,
            matches: ["pip install requests==2.31.0", "pip install a==1 b.c-d==2.0.post1"],
            refuses: [
                "pip install requests", "pip install", "pip install requests>=2",
                "pip install ./part", "pip install --target x requests==2.31.0",
                "pip install 'requests == 2.31.0'", "pip install requests===2.31.0",
                "pip download requests==2.31.0", "pip3 install requests==2.31.0",
            ]),
        CommandRule(
            "pip install -r FILE", .python, matches: ["pip install -r requirements.txt"],
            refuses: [
                "pip install -r ../x", "pip install -r /x", "pip install -rrequirements.txt",
                "pip install -r https://example.org/x", "pip install -r a -r b",
            ]),
        CommandRule(
            "python -m pip install NAME==VERSION…", .python,
            matches: ["python -m pip install pytest==8.0.0"],
            refuses: [
                "python -m pip uninstall -y x", "python x.py", "python -c 'pass'",
                "python -m venv x",
            ]),
        CommandRule(
            "python -m pip install -r FILE", .python,
            matches: ["python -m pip install -r requirements.txt"],
            refuses: ["python -m pip install -r -", "python3 -m pip install -r requirements.txt"]),
        CommandRule(
            "pytest [PATH…]", .python, matches: ["pytest", "pytest tests src/app.py"],
            refuses: [
                "pytest -p x", "pytest --rootdir=/", "pytest ../tests", "pytest -c x",
                "pytest tests/test_a.py::test_b",
            ]),
    ]
}
