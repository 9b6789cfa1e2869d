/// How the files of a language are parsed by its own tool, without running any of them.
struct LanguageParser: Sendable {
    /// Without the dot, in lower case.
    let extensions: Set<String>
    /// What has to be installed.
    let program: String
    /// What comes between the program and the files.
    let arguments: [String]
    /// Words of messages that tell no broken file, only one that this tool does not know.
    var ignoring: [String] = []

    /// All that are known, for a project whose checks use this interpreter of Python.
    static func all(python: String) -> [LanguageParser] {
        [
            LanguageParser(
                extensions: ["py", "pyi", "toml"], program: python,
                arguments: ["-I", "-S", "-W", "ignore", "-c", pythonScript]),
            LanguageParser(
                extensions: ["js", "mjs", "cjs"], program: "node",
                arguments: [
                    "--experimental-vm-modules", "--no-warnings", "-e", nodeScript, "--",
                ]),
            LanguageParser(extensions: ["go"], program: "gofmt", arguments: ["-l", "-e"]),
            LanguageParser(
                extensions: ["swift"], program: "swiftc",
                arguments: ["-frontend", "-parse", "-enable-bare-slash-regex"],
                // Only the build knows which file is the main one.
                ignoring: ["not allowed at the top level"]),
            LanguageParser(
                extensions: ["rb", "rake", "gemspec"], program: "ruby",
                arguments: ["-W0", "-e", rubyScript, "--"]),
            LanguageParser(
                extensions: ["sh", "bash"], program: "bash",
                arguments: ["--norc", "-c", shellScript, "bash"]),
            LanguageParser(
                extensions: ["java"], program: "javac",
                arguments: [
                    "-proc:none", "-implicit:none", "-XDshould-stop.ifNoError=PARSE",
                    "-XDshould-stop.ifError=PARSE",
                ],
                ignoring: ["preview feature", "are not supported in -source", "invalid flag"]),
            LanguageParser(
                extensions: ["rs"], program: "rustfmt",
                arguments: ["--version"], ignoring: []),
        ]
    }

    func takes(_ path: String) -> Bool {
        let name = path.split(separator: "/").last ?? ""
        guard let dot = name.lastIndex(of: ".") else { return false }
        return extensions.contains(name[name.index(after: dot)...].lowercased())
    }

    /// The whole command for some files.
    func command(_ paths: [String]) -> [String] {
        // No file is taken for an option.
        let files = paths.map { "./\($0)" }
        guard program != "rustfmt" else {
            // Given a file, it would look for the modules that the file names.
            return ["bash", "--norc", "-c", Self.rustScript, "bash"] + files
        }
        return [program] + arguments + files
    }
}

// MARK: - Programs that parse many files in one process

extension LanguageParser {
    /// `compile` stops at the syntax tree: nothing is imported, no code of the file runs.
    private static let pythonScript = """
        import ast, sys
        try:
            import tomllib
        except ImportError:
            tomllib = None
        for path in sys.argv[1:]:
            try:
                with open(path, "rb") as file:
                    data = file.read()
                if path.endswith(".toml"):
                    if tomllib:
                        tomllib.loads(data.decode("utf-8"))
                else:
                    compile(data, path, "exec", ast.PyCF_ONLY_AST, True)
            except SyntaxError as error:
                print(f"{path}:{error.lineno or 0}: {type(error).__name__}: {error.msg}")
            except (RecursionError, MemoryError, OSError):
                pass
            except ValueError as error:
                words = str(error)
                line = words.rpartition("(at line ")[2].split(",")[0]
                print(f"{path}:{line if line.isdigit() else 0}: {type(error).__name__}: {words}")
        """

    /// A file counts as sound if it is either a script or a module.
    ///
    /// JSX, Flow and decorators are dialects that need another parser.
    private static let nodeScript = """
        const fs = require('fs'), vm = require('vm'), { wrap } = require('module');
        const { spawnSync } = require('child_process');
        for (const path of process.argv.slice(1)) {
          let text;
          try { text = fs.readFileSync(path, 'utf8').replace(/^\\uFEFF/, '').replace(/^#!.*/, ''); }
          catch { continue; }
          if (/@flow/.test(text) || /^\\s*@\\w/m.test(text) || /<\\/\\w*>|\\/>/.test(text)) continue;
          const faults = [];
          for (const parse of [
            () => new vm.Script(wrap(text), { filename: path }),
            () => new vm.SourceTextModule(text, { identifier: path }),
          ]) try { parse(); faults.length = 0; break; } catch (error) { faults.push(error); }
          if (!faults.length) continue;
          const isModule = /^\\s*(import|export)\\b/m.test(text) || path.endsWith('.mjs');
          const error = faults[isModule && faults.length > 1 ? 1 : 0];
          // A module's error does not tell its line; the option that does parses and stops.
          const told = isModule
            ? spawnSync(process.execPath, ['--check', '--input-type=module'],
                { input: text, encoding: 'utf8' }).stderr
            : error.stack;
          const line = /^.*:(\\d+)\\n/.exec(told);
          console.log(`${path}:${line ? line[1] : 0}: ${error.name}: ${error.message}`);
        }
        """

    /// Compiled and not run: `BEGIN` blocks stay quiet too.
    private static let rubyScript = """
        ARGV.each do |path|
          begin
            RubyVM::InstructionSequence.compile(File.read(path, encoding: "utf-8"), path)
          rescue SyntaxError => error
            puts error.message
          rescue StandardError
          end
        end
        """

    private static let shellScript = """
        for path; do
          read -r first < "$path"
          case $first in
            '#!'*zsh*|'#!'*fish*|'#!'*ksh*|'#!'*csh*) ;;
            *) bash --norc -n "$path" ;;
          esac
        done
        exit 0
        """

    private static let rustScript = """
        for path; do
          rustfmt --edition 2021 --emit stdout < "$path" 2>&1 >/dev/null \
            | while IFS= read -r line; do printf '%s\\n' "${line//<stdin>/$path}"; done
        done
        exit 0
        """
}
