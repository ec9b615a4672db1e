import Glibc

// join-simulation [JOINS]
//
// A million devices join and leave the rendezvous core, in virtual time. Afterwards nothing may remain, neither in its
// state nor in the memory of this process.

/// The growth of memory, in bytes, that the allocator may still cause after the first fifth has filled its pools.
let tolerance = 2 << 20
let joins = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 1_000_000
let fifths = 5

var passage = Passage(seed: 7)
var memory: [Int] = []
for fifth in 1...fifths {
    while passage.joins < joins * fifth / fifths {
        passage.comeAndGo()
    }
    passage.rest()
    memory.append(residentBytes())
}

let grown = memory[fifths - 1] - memory[0]
print("\(passage.joins) joins and leaves; memory after each fifth, in KiB: \(memory.map { $0 >> 10 })")
for leftover in passage.leftovers {
    print("Something is left: \(leftover).")
}
if grown > tolerance {
    print("The memory has grown by \(grown >> 10) KiB since the first fifth.")
}
exit(passage.leftovers.isEmpty && grown <= tolerance ? 0 : 1)
