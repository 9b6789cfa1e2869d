import Governance
import RunModel
import Testing

/// Which rewriting of a claim is none of anybody's business, and which is.
struct RewrittenClaimTests {
    @Test(arguments: [
        ("assert Lock.count == 2", "assert lock.count == 2"),
        ("self.assertEqual(self.path('a'), r)", "self.assertEqual(path('a'), r)"),
        ("self.assertIn('a', f(1))", "assert 'a' in f(1)"),
        ("self.assertNotIn('a', f(1))", "assert 'a' not in f(1)"),
        ("self.assertIsInstance(f(1), int)", "assert isinstance(f(1), int)"),
        ("self.assertGreaterEqual(f(1), 3)", "assert f(1) >= 3"),
        ("self.assertGreater(f(1), 3)", "assert 3 < f(1)"),
        (
            "with self.assertRaisesRegex(E, 'no x'):\n        f(1)",
            "with pytest.raises(E, match='no x'):\n        f(1)"
        ),
        ("pytest.raises(E, f, 1)", "with pytest.raises(E):\n        f(1)"),
        ("with pytest.raises(E):\n        f(1)", "pytest.raises(E, lambda: f(1))"),
        ("assert f(1) == 'one' 'two'", "assert f(1) == (\n        'onetwo'\n    )"),
    ])
    func `the same claim in other words is no finding`(old: String, new: String) {
        #expect(issues(old, new).isEmpty, "\(old) → \(new): \(issues(old, new))")
    }

    @Test(arguments: [
        ("assert f(1) == expected", "assert f(1) == f(1)"),
        ("assert result == EXPECTED", "assert result == expected"),
        ("assert a.count == b.count", "assert a.count == a.count"),
        ("assert f(1) == 2", "assert g(1) == 2"),
        ("self.assertGreater(f(1), 3)", "self.assertLess(f(1), 3)"),
        ("self.assertGreater(f(1), 3)", "assert f(1) >= 3"),
        ("self.assertIn('a', f(1))", "assert 'a' not in f(1)"),
        ("self.assertIsInstance(f(1), int)", "assert isinstance(f(1), object)"),
        ("pytest.raises(E, f, 1)", "with pytest.raises(E):\n        g(1)"),
        ("pytest.raises(E, f, 1)", "with pytest.raises(Exception):\n        f(1)"),
        (
            "pytest.raises(E, f, 1)",
            "with pytest.raises(E):\n        f(1)\n        raise E()"
        ),
        (
            "with pytest.raises(E, match='no x'):\n        f(1)",
            "with pytest.raises(E):\n        f(1)"
        ),
        (
            "expected = 2\n    assert f(1) == expected",
            "expected = f(1)\n    assert f(1) == expected"
        ),
    ])
    func `another claim is one`(old: String, new: String) {
        #expect(!issues(old, new).isEmpty, "\(old) → \(new)")
    }

    @Test func `a name that the source renames is renamed in its tests`() {
        let (old, new) = ("assert total([1]) == 1", "assert sum_of([1]) == 1")
        let renamed = file("cart.py", "def total(x):\n  pass\n", "def sum_of(x):\n  pass\n")
        #expect(issues(old, new, [renamed]).isEmpty)
        let both = "def total(x):\n  pass\n\ndef sum_of(x):\n  pass\n"
        let joined = file("cart.py", "def total(x):\n  pass\n", both)
        #expect(!issues(old, new, [joined]).isEmpty)
        #expect(!issues(old, "assert sum_of([1]) == 2", [renamed]).isEmpty)
    }

    @Test(arguments: [
        ("('a', 1), ('b', 2)", "('b', 2), ('a', 1)", true),
        ("('a', 1), ('b', 2)", "('b', 2), ('c', 3), ('a', 1)", true),
        ("('a', 1), ('b', 2)", "('b', 2), ('c', 3)", false),
        ("('a', 1), ('b', 2)", "('a', 2), ('b', 1)", false),
        ("('a', 1), ('b', 2)", "('a', 1), ('b', f('b'))", false),
        ("('a', 1), ('a', 1)", "('a', 1), ('b', 1)", false),
    ])
    func `the cases of a table may stand in any order`(old: String, new: String, isSame: Bool) {
        let head = "@pytest.mark.parametrize('x, y', ["
        let body = "])\ndef test_a(x, y):\n    assert f(x) == y\n"
        let change = file("tests/test_a.py", head + old + body, head + new + body)
        #expect(TestChange(of: Difference(files: [change])).issues.isEmpty == isSame)
    }

    private func issues(
        _ old: String, _ new: String, _ others: [DifferenceFile] = []
    ) -> [TestIssue] {
        let (before, after) = ("def test_a():\n    \(old)\n", "def test_a():\n    \(new)\n")
        let change = file("tests/test_a.py", before, after)
        return TestChange(of: Difference(files: others + [change])).issues
    }

    private func file(_ path: String, _ old: String, _ new: String) -> DifferenceFile {
        DifferenceFile(
            path: path, kind: .modified, oldBytes: Array(old.utf8), newBytes: Array(new.utf8))
    }
}
