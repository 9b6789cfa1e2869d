import Commands
import Testing
import TestSupport

@Suite struct ToolCachesTests {
    private let folder = ScratchFolder()

    private func caches(_ more: [String: String] = [:]) -> [SandboxProfile.Bind] {
        let home = folder["home"]
        return ToolCaches.existing(environment: ["HOME": home].merging(more) { $1 })
    }

    @Test func `only those that exist are shown, where their tools look`() {
        folder.makeFolder("home/.npm")
        folder.makeFolder("home/.cache/pip")
        folder.write("no folder", to: "home/go/pkg/mod")
        #expect(caches().map(\.target) == [folder["home/.cache/pip"], folder["home/.npm"]])
        #expect(caches().allSatisfy { $0.source == $0.target })
    }

    @Test func `a cache elsewhere is shown where its tool looks without the variable`() {
        folder.makeFolder("elsewhere/registry")
        folder.makeFolder("caches/pip")
        let found = caches([
            "CARGO_HOME": folder["elsewhere"], "XDG_CACHE_HOME": folder["caches"],
            "GOMODCACHE": "relative",
        ])
        #expect(
            found == [
                .init(folder["caches/pip"], at: folder["home/.cache/pip"]),
                .init(folder["elsewhere/registry"], at: folder["home/.cargo/registry"]),
            ])
    }

    @Test func `the home folder is never a cache, and without one there is none`() {
        folder.makeFolder("home")
        #expect(caches(["npm_config_cache": folder["home"]]) == [])
        #expect(caches(["npm_config_cache": "/"]) == [])
        #expect(ToolCaches.existing(environment: [:]) == [])
    }
}
