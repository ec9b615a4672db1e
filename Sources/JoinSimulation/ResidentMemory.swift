import Glibc

/// The resident memory of this process, in bytes: the second field of `/proc/self/statm`, which is in pages (proc(5)).
func residentBytes() -> Int {
    guard let file = fopen("/proc/self/statm", "r") else { preconditionFailure("the kernel does not tell") }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 256)
    guard fgets(&line, CInt(line.count), file) != nil else { preconditionFailure("the kernel does not tell") }
    let fields = String(decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self).split(
        separator: " "
    )
    guard fields.count > 1, let pages = Int(fields[1]) else { preconditionFailure("the kernel tells something else") }
    return pages * sysconf(CInt(_SC_PAGESIZE))
}
