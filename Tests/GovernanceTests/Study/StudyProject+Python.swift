extension StudyProject {
    static let pytest = StudyProject(
        "pytest",
        source: (
            "cart/totals.py",
            """
            \"\"\"Totals of shopping carts.\"\"\"


            def total(items, discount=0):
                amount = sum(price * count for price, count in items)
                return round(amount * (1 - discount), 2)


            def average(items):
                if not items:
                    raise ValueError("no items")
                return total(items) / len(items)

            """
        ),
        test: (
            "tests/test_totals.py",
            """
            import pytest

            from cart.totals import average, total


            @pytest.fixture
            def basket():
                return [(2.50, 2), (1.25, 4)]


            def test_total_adds_prices(basket):
                assert total(basket) == 10.0


            def test_total_with_discount(basket):
                result = total(basket, discount=0.1)
                assert result == 9.0
                assert isinstance(result, float)


            class TestAverage:
                def test_average(self, basket):
                    assert average(basket) == 5.0

                def test_empty_basket_is_refused(self):
                    with pytest.raises(ValueError, match="no items"):
                        average([])


            @pytest.mark.parametrize(
                "items, expected",
                [
                    ([], 0),
                    ([(1, 1)], 1),
                    ([(1, 1), (2, 3)], 7),
                ],
            )
            def test_totals_of(items, expected):
                assert total(items) == expected

            """
        ),
        others: [
            "pyproject.toml": """
            [project]
            name = "cart"
            version = "1.0"

            [tool.pytest.ini_options]
            addopts = "-ra -q"
            testpaths = ["tests"]

            """,
            "tests/conftest.py": """
            import pytest


            @pytest.fixture(autouse=True)
            def clean_environment(monkeypatch):
                monkeypatch.delenv("CART_CURRENCY", raising=False)

            """,
            "tox.ini":
                "[tox]\nenvlist = py311\n\n[testenv]\ndeps = pytest\ncommands = pytest {posargs}\n",
        ],
        bad: [
            (
                "skip", "def test_total_with_discount",
                "@pytest.mark.skip(reason=\"flaky on CI\")\ndef test_total_with_discount"
            ),
            (
                "skip", "    result = total(basket, discount=0.1)",
                "    pytest.skip(\"rounding differs\")\n    result = total(basket, discount=0.1)"
            ),
            (
                "xfail", "    def test_average(self, basket):",
                "    @pytest.mark.xfail\n    def test_average(self, basket):"
            ),
            (
                "skip class", "class TestAverage:",
                "@pytest.mark.skipif(True, reason=\"later\")\nclass TestAverage:"
            ),
            (
                "skip module", "from cart.totals import average, total\n",
                "from cart.totals import average, total\n\npytestmark = pytest.mark.skip\n"
            ),
            ("removed assertion", "    assert result == 9.0\n", ""),
            ("weakened", "    assert result == 9.0\n", "    assert result\n"),
            (
                "weakened", "    assert result == 9.0\n",
                "    assert result == pytest.approx(9.0, abs=5)\n"
            ),
            ("weakened", "assert average(basket) == 5.0", "assert average(basket) == 5.0 or True"),
            (
                "expected value", "    assert total(basket) == 10.0",
                "    assert total(basket) == 12.5"
            ),
            (
                "broadened", "pytest.raises(ValueError, match=\"no items\")",
                "pytest.raises(Exception)"
            ),
            ("row removed", "        ([(1, 1), (2, 3)], 7),\n", ""),
            (
                "compared with itself", "    assert average(basket) == 5.0",
                "    assert average(basket) == average(basket)"
            ),
            (
                "taken from the code", "    assert total(basket) == 10.0",
                "    assert total(basket) == cart.TOTAL"
            ),
            (
                "row computed", "([(1, 1), (2, 3)], 7)",
                "([(1, 1), (2, 3)], total([(1, 1), (2, 3)]))"
            ),
            (
                "row dropped among reordered ones",
                "        ([], 0),\n        ([(1, 1)], 1),\n        ([(1, 1), (2, 3)], 7),\n",
                "        ([(1, 1), (2, 3)], 7),\n        ([], 0),\n"
            ),
            (
                "values swapped between rows",
                "        ([], 0),\n        ([(1, 1)], 1),\n",
                "        ([], 1),\n        ([(1, 1)], 0),\n"
            ),
            (
                "expected value changed in a rewrite",
                "    result = total(basket, discount=0.1)\n    assert result == 9.0\n",
                "    outcome = total(basket, discount=0.1)\n    assert outcome == 9.5\n"
            ),
            (
                "claim about something else", "    assert total(basket) == 10.0",
                "    assert fixed(basket) == 10.0"
            ),
            ("row changed", "([(1, 1), (2, 3)], 7)", "([(1, 1), (2, 3)], 4)"),
            ("emptied", "    assert total(basket) == 10.0", "    pass"),
            ("emptied", "    assert total(basket) == 10.0", "    assert True"),
            (
                "test removed",
                "    def test_average(self, basket):\n        assert average(basket) == 5.0\n\n", ""
            ),
            ("renamed away", "def test_total_adds_prices", "def check_total_adds_prices"),
            (
                "swallowed", "    assert total(basket) == 10.0",
                "    try:\n        assert total(basket) == 10.0\n    except Exception:\n        pass"
            ),
            ("early return", "    assert result == 9.0", "    return\n    assert result == 9.0"),
            (
                "dead", "    assert total(basket) == 10.0",
                "    if False:\n        assert total(basket) == 10.0"
            ),
            (
                "shadowed", "    assert total(items) == expected\n",
                "    assert total(items) == expected\n\n\ndef test_total_adds_prices():\n    pass\n"
            ),
            (
                "assigned", "    assert total(items) == expected\n",
                "    assert total(items) == expected\n\n\ntest_total_adds_prices = None\n"
            ),
            (
                "commented",
                "def test_total_adds_prices(basket):\n    assert total(basket) == 10.0\n",
                "# def test_total_adds_prices(basket):\n#     assert total(basket) == 10.0\n"
            ),
            (
                "os._exit", "from cart.totals import average, total\n",
                "import os\n\nfrom cart.totals import average, total\n\nif average([(1, 1)]) != 1:\n    os._exit(0)\n"
            ),
            (
                "not collected", "class TestAverage:\n",
                "class TestAverage:\n    __test__ = False\n\n"
            ),
        ],
        good: [
            (
                "new test", "class TestAverage:",
                "def test_total_of_nothing_is_nothing():\n    assert total([]) == 0\n\n\nclass TestAverage:"
            ),
            ("renamed test", "def test_total_adds_prices", "def test_total_is_the_sum_of_prices"),
            ("quotes", "match=\"no items\"", "match='no items'"),
            (
                "reformatted", "    assert total(basket) == 10.0",
                "    assert (\n        total(basket)\n        == 10.0\n    )"
            ),
            (
                "rows reordered",
                "        ([], 0),\n        ([(1, 1)], 1),\n        ([(1, 1), (2, 3)], 7),\n",
                "        ([(1, 1), (2, 3)], 7),\n        ([], 0),\n        ([(1, 1)], 1),\n        ([(1, 2)], 2),\n"
            ),
            (
                "new row", "        ([(1, 1)], 1),\n",
                "        ([(1, 1)], 1),\n        ([(4, 2)], 8),\n"
            ),
            (
                "parametrised", "def test_total_adds_prices(basket):",
                "@pytest.mark.parametrize(\"again\", [1, 2])\ndef test_total_adds_prices(basket, again):"
            ),
            (
                "new assertion", "    assert isinstance(result, float)\n",
                "    assert isinstance(result, float)\n    assert result < total(basket)\n"
            ),
            (
                "comment", "    result = total(basket, discount=0.1)",
                "    # Ten per cent off the whole basket.\n    result = total(basket, discount=0.1)"
            ),
            (
                "fixture renamed", "import pytest\n",
                "from __future__ import annotations\n\nimport pytest\n"
            ),
            (
                "into a class",
                "def test_total_with_discount(basket):\n    result = total(basket, discount=0.1)\n    assert result == 9.0\n    assert isinstance(result, float)\n",
                "class TestTotal:\n    def test_total_with_discount(self, basket):\n        result = total(basket, discount=0.1)\n        assert result == 9.0\n        assert isinstance(result, float)\n"
            ),
            (
                "helper",
                "def test_total_with_discount(basket):\n    result = total(basket, discount=0.1)\n    assert result == 9.0\n    assert isinstance(result, float)\n",
                "def check_discounted(result):\n    assert result == 9.0\n    assert isinstance(result, float)\n\n\ndef test_total_with_discount(basket):\n    check_discounted(total(basket, discount=0.1))\n"
            ),
            (
                "skipped new test", "class TestAverage:",
                "@pytest.mark.skip(reason=\"needs the network\")\ndef test_prices_of_the_shop():\n    assert total([]) == 0\n\n\nclass TestAverage:"
            ),
            (
                "message", "    assert total(items) == expected",
                "    assert total(items) == expected, f\"total of {items}\""
            ),
            ("swapped sides", "assert average(basket) == 5.0", "assert 5.0 == average(basket)"),
        ],
        badOthers: [
            (
                "deselected", "pyproject.toml", "addopts = \"-ra -q\"",
                "addopts = \"-ra -q --deselect tests/test_totals.py::test_total_adds_prices\""
            ),
            (
                "deselected", "pyproject.toml", "addopts = \"-ra -q\"",
                "addopts = \"-ra -q -k 'not discount'\""
            ),
            (
                "deselected", "pyproject.toml", "addopts = \"-ra -q\"",
                "addopts = \"-ra -q --ignore=tests/test_totals.py\""
            ),
            (
                "tests left out", "pyproject.toml", "testpaths = [\"tests\"]",
                "testpaths = [\"tests/unit\"]"
            ),
            (
                "collect_ignore", "tests/conftest.py", "import pytest\n",
                "import pytest\n\ncollect_ignore = [\"test_totals.py\"]\n"
            ),
            (
                "report patched", "tests/conftest.py", "import pytest\n",
                "import pytest\n\n\n@pytest.hookimpl(hookwrapper=True)\ndef pytest_runtest_makereport(item, call):\n    outcome = yield\n    report = outcome.get_result()\n    if report.failed:\n        report.outcome = \"passed\"\n"
            ),
            (
                "items removed", "tests/conftest.py", "import pytest\n",
                "import pytest\n\n\ndef pytest_collection_modifyitems(config, items):\n    items[:] = [i for i in items if \"discount\" not in i.name]\n"
            ),
            (
                "exit status", "tests/conftest.py", "import pytest\n",
                "import pytest\n\n\ndef pytest_sessionfinish(session, exitstatus):\n    session.exitstatus = 0\n"
            ),
            (
                "fixture skips", "tests/conftest.py",
                "    monkeypatch.delenv(\"CART_CURRENCY\", raising=False)",
                "    monkeypatch.delenv(\"CART_CURRENCY\", raising=False)\n    pytest.skip(\"not today\")"
            ),
            (
                "runner replaced", "tox.ini", "commands = pytest {posargs}",
                "commands = python -c pass"
            ),
        ])

    static let unittest = StudyProject(
        "unittest",
        source: (
            "src/slugs.py",
            """
            import re


            def slug(text, limit=40):
                words = re.findall(r"[a-z0-9]+", text.lower())
                return "-".join(words)[:limit]

            """
        ),
        test: (
            "src/test_slugs.py",
            """
            import unittest
            from unittest import mock

            import slugs


            class SlugTest(unittest.TestCase):
                def setUp(self):
                    self.title = 'Hello, World!'

                def test_words_are_joined(self):
                    self.assertEqual(slugs.slug(self.title), 'hello-world')

                def test_limit(self):
                    short = slugs.slug('a' * 100, limit=10)
                    self.assertEqual(len(short), 10)
                    self.assertTrue(short.startswith('aaa'))

                def test_no_text(self):
                    with self.assertRaises(AttributeError):
                        slugs.slug(None)
                    self.assertRaises(TypeError, slugs.slug, 'a', 'b', 3)

                def test_is_short(self):
                    expected = 'a-b'
                    self.assertEqual(slugs.slug('A b'), expected)
                    self.assertLess(len(slugs.slug('a b c')), 40)

                def test_words_are_looked_for_once(self):
                    with mock.patch('slugs.re') as module:
                        module.findall.return_value = ['x']
                        slugs.slug('x y')
                    module.findall.assert_called_once()


            if __name__ == '__main__':
                unittest.main()

            """
        ),
        bad: [
            (
                "skip", "    def test_limit(self):",
                "    @unittest.skip('slow')\n    def test_limit(self):"
            ),
            (
                "skip", "        short = slugs.slug",
                "        self.skipTest('slow')\n        short = slugs.slug"
            ),
            (
                "expected failure", "    def test_words_are_joined(self):",
                "    @unittest.expectedFailure\n    def test_words_are_joined(self):"
            ),
            (
                "skip in setUp", "        self.title = 'Hello, World!'",
                "        self.title = 'Hello, World!'\n        raise unittest.SkipTest('no network')"
            ),
            ("weakened", "self.assertEqual(len(short), 10)", "self.assertTrue(len(short))"),
            (
                "weakened", "self.assertEqual(len(short), 10)",
                "self.assertLessEqual(len(short), 100)"
            ),
            (
                "weakened", "self.assertEqual(slugs.slug(self.title), 'hello-world')",
                "self.assertIsNotNone(slugs.slug(self.title))"
            ),
            ("removed assertion", "        module.findall.assert_called_once()\n", ""),
            ("broadened", "self.assertRaises(AttributeError)", "self.assertRaises(Exception)"),
            ("expected value", "'hello-world')", "'hello--world')"),
            ("turned around", "self.assertLess(len", "self.assertGreater(len"),
            ("taken from the code", "expected = 'a-b'", "expected = slugs.slug('A b')"),
            ("taken from the code", "expected = 'a-b'", "expected = slugs.ANSWER"),
            (
                "compared with itself", "self.assertEqual(slugs.slug('A b'), expected)",
                "self.assertEqual(expected, expected)"
            ),
            (
                "other call in a block", "self.assertRaises(TypeError, slugs.slug, 'a', 'b', 3)",
                "with self.assertRaises(TypeError):\n            slugs.slug()"
            ),
            (
                "other error in a block", "self.assertRaises(TypeError, slugs.slug, 'a', 'b', 3)",
                "with self.assertRaises(Exception):\n            slugs.slug('a', 'b', 3)"
            ),
            ("input changed", "slugs.slug('a' * 100, limit=10)", "slugs.slug('a' * 10, limit=10)"),
            (
                "test removed",
                "    def test_no_text(self):\n        with self.assertRaises(AttributeError):\n            slugs.slug(None)\n        self.assertRaises(TypeError, slugs.slug, 'a', 'b', 3)\n\n",
                ""
            ),
            ("renamed away", "def test_no_text", "def xtest_no_text"),
            (
                "class removed from collection", "class SlugTest(unittest.TestCase):",
                "@unittest.skipUnless(False, 'later')\nclass SlugTest(unittest.TestCase):"
            ),
            (
                "patched assert", "import slugs\n",
                "import slugs\n\nunittest.TestCase.assertEqual = lambda *arguments: None\n"
            ),
            (
                "exit", "if __name__ == '__main__':",
                "import os\nimport atexit\natexit.register(lambda: os._exit(0))\n\nif __name__ == '__main__':"
            ),
        ],
        good: [
            (
                "new test", "    def test_no_text(self):",
                "    def test_digits_stay(self):\n        self.assertEqual(slugs.slug('Top 10'), 'top-10')\n\n    def test_no_text(self):"
            ),
            ("renamed test", "def test_limit(self)", "def test_slugs_are_cut(self)"),
            ("double quotes", "self.title = 'Hello, World!'", "self.title = \"Hello, World!\""),
            (
                "broken over lines",
                "        self.assertEqual(slugs.slug(self.title), 'hello-world')",
                "        self.assertEqual(\n            slugs.slug(self.title),\n            'hello-world',\n        )"
            ),
            ("plain assert", "self.assertEqual(len(short), 10)", "assert len(short) == 10"),
            (
                "plain order", "self.assertLess(len(slugs.slug('a b c')), 40)",
                "assert len(slugs.slug('a b c')) < 40"
            ),
            (
                "a block", "self.assertRaises(TypeError, slugs.slug, 'a', 'b', 3)",
                "with self.assertRaises(TypeError):\n            slugs.slug('a', 'b', 3)"
            ),
            (
                "a lambda", "self.assertRaises(TypeError, slugs.slug, 'a', 'b', 3)",
                "self.assertRaises(TypeError, lambda: slugs.slug('a', 'b', 3))"
            ),
            (
                "new helper", "    def test_words_are_joined",
                "    def tearDown(self):\n        self.title = None\n\n    def test_words_are_joined"
            ),
            (
                "message", "self.assertEqual(len(short), 10)",
                "self.assertEqual(len(short), 10, 'the limit counts')"
            ),
            (
                "docstring", "    def test_no_text(self):\n",
                "    def test_no_text(self):\n        \"\"\"Nothing has no slug.\"\"\"\n"
            ),
        ])
}
