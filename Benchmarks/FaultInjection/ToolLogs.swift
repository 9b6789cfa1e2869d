import RunModel

/// What tools print where a check fails, with the one word by which a model may know the fault.
enum ToolLogs {
    /// - Parameters:
    ///   - word: Stands where a name of the project stands.
    ///   - file: The file at fault.
    static func text(
        of category: FailureCategory, _ word: String, in file: String
    ) -> (exit: Int, text: String) {
        switch category {
        case .syntaxError:
            (
                2,
                collecting(
                    file, "    return \(word)(values\n                 ^\n",
                    "SyntaxError: '(' was never closed (\(word))")
            )
        case .indentationError:
            (
                2,
                collecting(
                    file, "    \(word)(values)\n",
                    "IndentationError: unexpected indent near \(word)")
            )
        case .importError:
            (
                2,
                collecting(
                    file, "    from src import \(word)\n",
                    "ImportError: cannot import name '\(word)' from 'src'")
            )
        case .undefinedVariable:
            (1, failing(file, "NameError: name '\(word)' is not defined"))
        case .typeError:
            (1, failing(file, "TypeError: \(word)() takes 0 positional arguments but 1 was given"))
        case .fileNotFound:
            (
                1,
                failing(
                    file,
                    "FileNotFoundError: [Errno 2] No such file or directory: '\(word).csv'")
            )
        case .assertionFailed:
            (1, failing(file, "AssertionError: \(word): 0 != 6"))
        case .testError:
            (1, "F\n1 of 1 specs went wrong near \(word), see above\n")
        case .buildError:
            (
                1,
                """
                gcc -shared -o build/fast.so src/fast.c
                /usr/bin/ld: /tmp/cc1.o: in function `total':
                fast.c:(.text+0x15): undefined reference to `\(word)'
                collect2: error: ld returned 1 exit status

                """
            )
        case .lintError:
            (
                1,
                """
                \(file):2:12: F841 Local variable `\(word)` is assigned to but never used
                Found 1 error.

                """
            )
        case .noTests: (5, "collected 0 items / 1 deselected (\(word))\n\nno tests ran in 0.01s\n")
        case .missingDependency: (127, "bash: line 1: \(word): command not found\n")
        case .sandboxDenied:
            (
                1,
                failing(
                    file,
                    "OSError: [Errno 101] Network is unreachable: https://\(word).example/rates")
            )
        case .commandTimeout: (124, "tests/test_total.py \(word) .")
        case .diskFull:
            (1, failing(file, "OSError: [Errno 28] No space left on device: '\(word)'"))
        case .indexLocked:
            (
                128,
                """
                fatal: Unable to create '/workspace/.git/index.lock': File exists.

                Another git process seems to be running in this repository (\(word)).

                """
            )
        case .mergeConflict:
            (
                1,
                """
                Auto-merging \(word).txt
                CONFLICT (content): Merge conflict in \(word).txt
                error: could not apply 1a2b3c4... \(word)

                """
            )
        case .refConflict:
            (128, "fatal: cannot lock ref 'refs/heads/\(word)': reference already exists\n")
        case .detachedHead:
            (128, "fatal: You are not currently on a branch. (\(word))\n")
        case .dirtyTree:
            (
                1,
                """
                error: Your local changes to the following files would be overwritten by checkout:
                \t\(word).txt
                Please commit your changes or stash them before you switch branches.
                Aborting

                """
            )
        case .missingFile:
            (128, "fatal: pathspec '\(word).ini' did not match any files\n")
        case .missingObject:
            (128, "fatal: bad object \(word)\n")
        default: (1, "FAILED: \(word)\n")
        }
    }

    private static func failing(_ file: String, _ error: String) -> String {
        let name = file.split(separator: "/").last?.prefix { $0 != "." } ?? "it"
        return """
            F                                                                  [100%]
            =================================== FAILURES ===================================
            ____________________________________ test_\(name) ____________________________________

                def test_\(name)():
            >       assert \(name)([1, 2, 3]) == 6

            tests/test_\(name).py:5:
            _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _ _

            \(file):2: in \(name)
            E   \(error)

            =========================== short test summary info ============================
            FAILED tests/test_\(name).py::test_\(name) - \(error)
            1 failed in 0.03s

            """
    }

    private static func collecting(_ file: String, _ line: String, _ error: String) -> String {
        let name = file.split(separator: "/").last?.prefix { $0 != "." } ?? "it"
        return """
            ==================================== ERRORS ====================================
            ____________________ ERROR collecting tests/test_\(name).py ____________________
            tests/test_\(name).py:1: in <module>
                from src.\(name) import \(name)
            E     File "\(file)", line 2
            E   \(line)E   \(error)
            =========================== short test summary info ============================
            ERROR tests/test_\(name).py
            1 error in 0.05s

            """
    }
}
