import CLibFuzzer
import Checks

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

// Fuzz TARGET [options and folders of libFuzzer]
guard CommandLine.argc > 1, let target = Target.all.first(where: { $0.name == CommandLine.arguments[1] }) else {
    print("Say what to fuzz: \(Target.all.map(\.name).joined(separator: ", ")).")
    exit(2)
}

/// libFuzzer's callback is a C function and captures nothing, so it finds the check here.
let check = target.check

var count = CommandLine.argc - 1
var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? = CommandLine.unsafeArgv + 1
exit(
    LLVMFuzzerRunDriver(&count, &arguments) { data, size in
        check(Array(UnsafeBufferPointer(start: data, count: size)))
        return 0
    }
)
