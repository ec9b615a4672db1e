// network-laboratory SCENARIO.json
//
// The router of the laboratory: makes a TUN device in the network namespace of every host of the scenario, and carries
// their packets through the simulated network. It prints `{}` when the devices exist, executes the commands on standard
// input, and exits when standard input ends.

import FoundationEssentials
import Glibc

do {
    guard CommandLine.arguments.count == 2 else { throw LaboratoryError.usage }
    let path = CommandLine.arguments[1]
    guard let file = FileManager.default.contents(atPath: path) else { throw LaboratoryError.unreadable(path) }
    var loop = try Loop(try Laboratory(try JSONDecoder().decode(Scenario.self, from: file)))
    loop.run()
} catch {
    let complaint = Array("network-laboratory: \(error)\n".utf8)
    _ = write(STDERR_FILENO, complaint, complaint.count)
    exit(1)
}
