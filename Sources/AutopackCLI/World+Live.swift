import Commands
package import Effects
import HTTP
import Providers

extension World {
    /// This machine, as the program finds it.
    ///
    /// - Parameters:
    ///   - environment: The variables the program was started with.
    ///   - workingDirectory: The folder it was started in.
    package static func live(
        environment: [String: String], workingDirectory: String
    ) -> World {
        World(
            clock: .live, random: .live, files: .live, processes: .live,
            http: HTTPTransport.curl(environment: environment).directOnThisMachine,
            environment: environment,
            workingDirectory: workingDirectory)
    }
}
