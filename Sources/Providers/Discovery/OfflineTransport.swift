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
            try await stream(request, receive)
        })
    }
}
