import Yams

/// Says whether a project's own file is YAML, whatever it means.
package enum YAMLSyntax {
    /// The place at which a text is no YAML; nil where it is.
    ///
    /// Any number of documents, tags of any name. A template that becomes YAML later, with `{{`,
    /// `{%` or `<%`, is passed over.
    ///
    /// - Returns: The line, counted from 1, and what is wrong there.
    package static func fault(in bytes: [UInt8]) -> (line: Int, message: String)? {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            return (1, "is not UTF-8 text")
        }
        guard !["{{", "{%", "<%"].contains(where: text.contains) else { return nil }
        do {
            let parser = try Parser(
                yaml: text, resolver: .basic, constructor: .default, encoding: .utf8)
            while try parser.nextRoot() != nil {}
            return nil
        } catch let error as YamlError {
            switch error {
            case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _):
                return (min(mark.line, YAMLLines.last(of: text)), problem)
            // A key that is there twice, or an alias without an anchor, is somebody's dialect.
            default: return nil
            }
        } catch {
            return nil
        }
    }
}
