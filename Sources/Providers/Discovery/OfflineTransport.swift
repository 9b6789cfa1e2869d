package import Effects
import RunModel

extension HTTPTransport {
    /// This transport for a run that may not leave the machine: any other address is refused
    /// before a name is looked up or a connection opened.
    package var onThisMachineOnly: HTTPTransport {
        let stream = stream
        return HTTPTransport(stream: { request, receive async throws(HTTPFailure) in
            let endpoint = ProviderSettings(wire: .openAIChat, baseURL: request.url)
            guard endpoint.isLocal else {
                let place = request.url.prefix { $0 != "?" && $0 != "#" }
                throw HTTPFailure(
                    code: .refused, url: String(place),
                    detail: "the run is offline, and this address is not on this machine")
            }
            var request = request
            request.isDirect = true
            try await stream(request, receive)
        })
    }

    /// This transport without a proxy between the program and a server on the same machine, which
    /// no proxy elsewhere could reach.
    package var directOnThisMachine: HTTPTransport {
        let stream = stream
        return HTTPTransport(stream: { request, receive async throws(HTTPFailure) in
            var request = request
            let endpoint = ProviderSettings(wire: .openAIChat, baseURL: request.url)
            if endpoint.isLocal { request.isDirect = true }
            try await stream(request, receive)
        })
    }
}
