import Healing
import Testing

/// Whether two scopes may have a path in common.
struct ScopeOverlapTests {
    @Test(
        arguments: [
            ([], [], ScopeOverlap.project), (["a"], [], .project), ([], ["a"], .project),
            (["src/**"], ["src/**"], .paths), (["src/**"], ["src/a.py"], .paths),
            (["src/**"], ["tests/**"], .none), (["src/*.py"], ["src/*.js"], .none),
            (["src/*.py"], ["src/a*"], .paths), (["src/*.py"], ["src/sub/a.py"], .none),
            (["**/*.py"], ["src/deep/er/a.py"], .paths), (["**/*.py"], ["src/**"], .paths),
            (["**/*.py"], ["**/*.js"], .none), (["**"], ["anything"], .paths),
            (["a/**/z"], ["a/z"], .paths), (["a/**/z"], ["a/b/c/z"], .paths),
            (["a/**/z"], ["a/b/c/y"], .paths), (["a/**/z"], ["a/b/c/y*"], .none),
            (["src"], ["src/a/b"], .paths),
            (["src/"], ["src/*"], .paths), (["src"], ["srcs"], .none),
            (["./src/a"], ["src/a"], .paths), (["/src/a"], ["src/a"], .paths),
            (["a?c"], ["abc"], .paths), (["a?c"], ["ac"], .none), (["a[xy]c"], ["abc"], .paths),
            (["a\\*c"], ["abc"], .none), (["a\\*c"], ["a*c"], .paths), (["a[c"], ["a[c"], .paths),
            (["*a*b*"], ["*b*a*"], .paths), (["*ab"], ["*ba"], .none), (["ab*"], ["ba*"], .none),
            (["one", "two/**"], ["three", "two/x"], .paths), (["one"], ["two", "three"], .none),
            (["Src/a"], ["src/a"], .none), ([""], ["a"], .none),
        ] as [([String], [String], ScopeOverlap)])
    func `it tells whether some path is in both`(
        left: [String], right: [String], overlap: ScopeOverlap
    ) {
        #expect(ScopeOverlap(left, right) == overlap)
        #expect(ScopeOverlap(right, left) == overlap)
    }

    @Test func `no pattern makes it explode`() {
        let left = Array(repeating: "**/*a*a*a*", count: 60).joined(separator: "/")
        let right = Array(repeating: "**/*b*b*b*", count: 60).joined(separator: "/")
        #expect(ScopeOverlap([left], [right]) == .paths)
    }
}
