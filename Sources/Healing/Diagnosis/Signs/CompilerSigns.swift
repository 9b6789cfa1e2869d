import RunModel

/// Diagnostics with a place before them, as compilers and type checkers print them:
/// `file:line:column: error: message`, `file:line: error: message`, Maven's
/// `file:[line,column] message`, and TypeScript's `file(line,column): error TS1: message`.
///
/// The language is known by the file's suffix, and its table of words says what a message means;
/// where no word is known the code does not build, and that is all that is said.
struct CompilerSigns: SignReader {
    let words = [
        ": error: ", ": fatal error: ", " - error", "error TS", ".java:[", ".kt:", ".kts:",
        " error CS",
        "runtime error: ",
    ]

    func read(_ line: LogLine) -> Sign? {
        let text = line.text
        if let match = Self.typeScript.first(in: text) {
            return line.sign(
                TypeScriptWords.category(Int(match.2) ?? 0), place: Self.place(text))
        }
        if let sign = Self.kotlin(line) { return sign }
        guard
            let match = Self.diagnostic.first(in: text)
        else { return nil }
        let (_, path, _, suffix, number, fatal, message) = match
        let isError = text.contains("error") || text.contains(".java:[")
        guard isError else { return nil }
        let place = Sign.Place.known(file: String(path), line: number.flatMap { Int($0) })
        if message.hasPrefix("runtime error: ") { return line.sign(.testError, place: place) }
        guard text.contains("error: ") || text.contains(" - error") || text.contains(".java:[")
        else { return nil }
        let native = ["c", "cc", "cpp", "cxx", "h", "hpp", "hh", "m", "mm", "cu"].contains(
            suffix ?? "")
        let category = Self.category(
            String(message), suffix: suffix.map(String.init) ?? "", isFatal: fatal != nil, line)
        var sign = line.sign(category, place: place)
        sign.cascades = native
        return sign
    }

    /// What Kotlin's compiler prints: with a URL since 1.7.20, before with the place in parentheses.
    private static func kotlin(_ line: LogLine) -> Sign? {
        guard let match = kotlinError.first(in: line.text) else { return nil }
        let (_, path, urlLine, ownLine, message) = match
        let category = category(String(message), suffix: "kt", isFatal: false, line)
        let number = (urlLine ?? ownLine).flatMap { Int($0) }
        return line.sign(category, place: .known(file: String(path), line: number))
    }

    private static func category(
        _ message: String, suffix: String, isFatal: Bool, _ line: LogLine
    ) -> FailureCategory {
        // Two lines below the message stands the line of code, in javac right below.
        let code = line.below(2).map { $0.drop { $0 == " " || $0 == "\t" } }
        let isImport = code.contains { $0.hasPrefix("import ") }
        switch suffix {
        case "py", "pyi": return PythonWords.category(message)
        case "swift":
            return message.hasPrefix("[") ? .lintError : first(swift, message) ?? .buildError
        case "java", "kt", "kts", "scala", "groovy":
            let category = first(jvm, message) ?? .buildError
            return category == .undefinedVariable && isImport ? .importError : category
        case "proto", "yml", "yaml", "json", "toml", "xml": return .syntaxError
        default:
            if isFatal, message.contains("No such file") || message.contains("file not found") {
                return .importError
            }
            return first(native, message) ?? .buildError
        }
    }

    private static func first(
        _ words: [(String, FailureCategory)], _ message: String
    ) -> FailureCategory? {
        words.first { message.contains($0.0) }?.1
    }

    /// `main.ts(3,5)` and, with colours, `main.ts:3:5`.
    private static func place(_ text: String) -> Sign.Place {
        guard let match = Self.typeScriptPlace.first(in: text) else { return .none }
        return .known(file: String(match.1), line: Int(match.2))
    }

    private static let swift: [(String, FailureCategory)] = [
        ("no such module", .importError), ("could not build module", .importError),
        ("cannot find '", .undefinedVariable), ("cannot find type", .undefinedVariable),
        ("cannot find operator", .undefinedVariable), ("unresolved identifier", .undefinedVariable),
        ("cannot convert", .typeError), ("has no member", .typeError),
        ("missing argument", .typeError), ("extra argument", .typeError),
        ("does not conform", .typeError), ("incorrect argument label", .typeError),
        ("cannot assign", .typeError), ("must be unwrapped", .typeError),
        ("no exact matches", .typeError), ("generic parameter", .typeError),
        ("takes no arguments", .typeError), ("requires that", .typeError),
        ("cannot call value", .typeError), ("cannot be applied to", .typeError),
        ("requires the types", .typeError), ("is inaccessible", .typeError),
        ("cannot be used on type", .typeError), ("expected argument type", .typeError),
        ("expected ", .syntaxError), ("consecutive statements", .syntaxError),
        ("unterminated string", .syntaxError), ("extraneous '", .syntaxError),
        ("unexpected ", .syntaxError), ("invalid redeclaration", .buildError),
    ]

    private static let jvm: [(String, FailureCategory)] = [
        ("cannot find symbol", .undefinedVariable), ("unresolved reference", .undefinedVariable),
        ("Unresolved reference", .undefinedVariable), ("does not exist", .importError),
        ("cannot be resolved", .undefinedVariable),
        ("incompatible types", .typeError), ("cannot be applied to", .typeError),
        ("bad operand types", .typeError), ("no suitable", .typeError),
        ("cannot be dereferenced", .typeError), ("type mismatch", .typeError),
        ("Type mismatch", .typeError), ("does not override", .typeError),
        ("cannot be converted", .typeError), ("none of the following", .typeError),
        ("no value passed for parameter", .typeError), ("too many arguments", .typeError),
        ("inferred type is", .typeError), ("only safe (?.)", .typeError),
        ("unexpected type", .typeError),
        ("missing return", .buildError), ("expected", .syntaxError),
        ("reached end of file", .syntaxError), ("illegal start", .syntaxError),
        ("not a statement", .syntaxError), ("unclosed", .syntaxError),
        ("without 'if'", .syntaxError), ("expecting ", .syntaxError), ("Expecting ", .syntaxError),
        ("illegal character", .syntaxError), ("Unexpected tokens", .syntaxError),
        ("unexpected tokens", .syntaxError),
    ]

    private static let native: [(String, FailureCategory)] = [
        ("undeclared", .undefinedVariable), ("was not declared", .undefinedVariable),
        ("has not been declared", .undefinedVariable), ("does not name a", .undefinedVariable),
        ("unknown type name", .undefinedVariable), ("unknown identifier", .undefinedVariable),
        ("implicit declaration", .undefinedVariable), ("is not a member of", .undefinedVariable),
        ("no member named", .typeError), ("no type named", .undefinedVariable),
        ("no template named", .undefinedVariable), ("no member", .typeError),
        ("cannot convert", .typeError), ("could not convert", .typeError),
        ("invalid conversion", .typeError), ("incompatible", .typeError),
        ("too few arguments", .typeError), ("too many arguments", .typeError),
        ("no matching", .typeError), ("no match for", .typeError),
        ("conversion from", .typeError), ("invalid operands", .typeError),
        ("invalid initializer", .typeError), ("cannot initialize", .typeError),
        ("no viable", .typeError), ("no known conversion", .typeError),
        ("request for member", .typeError), ("subscripted value", .typeError),
        ("is not a function", .typeError), ("lvalue required", .typeError),
        ("indirection requires", .typeError), ("invalid type argument", .typeError),
        ("invalid use of", .typeError), ("passing argument", .typeError),
        ("makes integer from pointer", .typeError), ("makes pointer from integer", .typeError),
        ("cannot be used as a function", .typeError), ("static assertion failed", .typeError),
        ("conflicting types", .typeError), ("is private within", .typeError),
        ("is protected within", .typeError), ("is a private member", .typeError),
        ("discards qualifiers", .typeError),
        ("must be unwrapped", .typeError),
        ("expected ", .syntaxError), ("stray ‘", .syntaxError), ("stray '", .syntaxError),
        ("missing terminating", .syntaxError), ("unterminated", .syntaxError),
        ("extraneous closing", .syntaxError), ("unbalanced", .syntaxError),
    ]

    // MARK: Patterns

    private static let typeScript = Pattern(
        /error (TS(\d+)): (.*)$/)
    private static let diagnostic = Pattern(
        /^((?:[A-Za-z]:)?(?:[^\s:(]*[^\w+\-\s:(])?([\w+-]+\.(\w+)|\w*file|Makefile)):(?:\[?(\d+))?(?:[:,]\d+)*\]?:?(?: - | )(?:(fatal )?error: ?|error |e: )?(.*)$/
    )
    private static let kotlinError = Pattern(
        /^e: (?:file:\/\/)?([^\s:]+\.kts?):(?:(\d+):\d+:? | \((\d+), \d+\): )(.*)$/)
    private static let typeScriptPlace = Pattern(
        /^([^\s(]+?)[(:](\d+)[,:]\d+/)
}

/// What the codes of the TypeScript compiler mean (its `diagnosticMessages.json`): those below 2000
/// are of its parser.
enum TypeScriptWords {
    static func category(_ code: Int) -> FailureCategory {
        switch code {
        case 1000..<1200, 1351...1499, 17000..<18000: .syntaxError
        case 2304, 2503, 2552, 2580...2584, 2591...2593, 18004: .undefinedVariable
        case 2305...2307, 2614, 2688, 2724, 2792, 7016, 1259: .importError
        case 5057, 5058, 5083, 6053, 18003: .fileNotFound
        case 5000..<6000: .buildError
        case 6133, 6192, 6196, 6198, 7027...7029, 7030: .lintError
        case 2000..<5000, 7000..<8000, 18000..<19000: .typeError
        default: .buildError
        }
    }
}

/// What mypy and pyright say, by the name of the rule at the line's end.
enum PythonWords {
    static func category(_ message: String) -> FailureCategory {
        let rules: [(String, FailureCategory)] = [
            ("[name-defined]", .undefinedVariable), ("[used-before-def]", .undefinedVariable),
            ("reportUndefinedVariable", .undefinedVariable), ("[import", .importError),
            ("reportMissingImports", .importError), ("reportMissingModuleSource", .importError),
            ("reportAttributeAccessIssue", .typeError), ("[syntax]", .syntaxError),
            ("Cannot parse", .syntaxError), ("was not closed", .syntaxError),
            ("Expected ", .syntaxError),
        ]
        if let rule = rules.first(where: { message.contains($0.0) }) { return rule.1 }
        return .typeError
    }
}
