import AutopackCLI
import Effects

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

let program = ProgramStart()
let world = World.live(
    environment: program.environment, workingDirectory: program.workingDirectory)
exit(await Autopack.main(arguments: program.arguments, world: world))
