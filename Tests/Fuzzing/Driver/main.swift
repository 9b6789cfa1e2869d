import Fuzzing

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// libFuzzer's own program: it reads the arguments and calls the function until it is told to stop
/// (https://llvm.org/docs/LibFuzzer.html#using-libfuzzer-as-a-library).
@_silgen_name("LLVMFuzzerRunDriver")
func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt
let trial: Trial = {
    let name = unsafe getenv("PARSER").map { unsafe String(cString: $0) } ?? ""
    guard let trial = Trial.named(name) else {
        let names = Trial.all.map(\.name).joined(separator: " ")
        print("PARSER names one of: \(names)")
        exit(2)
    }
    return trial
}()
/// Each input is repeated to so many bytes, so that what takes more than linear time is seen.
let size = unsafe getenv("REPEAT").flatMap { unsafe Int(String(cString: $0)) } ?? 0
var count = CommandLine.argc
var arguments = unsafe CommandLine.unsafeArgv
exit(
    unsafe runDriver(&count, &arguments) { start, count in
        var input = unsafe Array(UnsafeBufferPointer(start: start, count: count))
        while !input.isEmpty, input.count < size { input += input.prefix(size - input.count) }
        do {
            try trial.check(input)
        } catch {
            print(error)
            fflush(nil)
            abort()
        }
        return 0
    })
