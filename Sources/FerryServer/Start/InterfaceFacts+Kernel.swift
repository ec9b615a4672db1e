import FoundationEssentials

extension InterfaceFacts {
    /// The most ports of a bridge without hardware that are read; a bridge with hundreds of ports is one of containers.
    private static let mostPorts = 16
    /// The most layers below an interface: a bridge over a bond over VLANs over a card, and one more.
    private static let mostLayers = 4

    /// The facts about the interfaces `names`, given by name and index, and about the interfaces below them. An
    /// interface without facts is left out: sysfs may be missing, or be mounted for another network namespace, where
    /// the same name has another index.
    static func read(_ names: [String: Int]) -> [String: InterfaceFacts] {
        var facts: [String: InterfaceFacts] = [:]
        for (name, index) in names where number(name, "ifindex") == index { facts[name] = read(name) }
        var above = Array(facts.values)
        for _ in 0..<mostLayers {
            let below = Set(above.flatMap(worthReading)).subtracting(facts.keys)
            guard !below.isEmpty else { break }
            above = below.map { name in
                let found = read(name)
                facts[name] = found
                return found
            }
        }
        return facts
    }

    /// The interfaces below `facts` that decide whether it is on hardware. There may be hundreds, so the others are not
    /// read.
    private static func worthReading(_ facts: InterfaceFacts) -> [String] {
        let hardware = facts.lower.filter { FileManager.default.fileExists(atPath: folder($0) + "/device") }
        return hardware.isEmpty ? Array(facts.lower.prefix(mostPorts)) : hardware
    }

    /// Reads the facts about `name` from sysfs (Linux's `Documentation/ABI/testing/sysfs-class-net`).
    private static func read(_ name: String) -> InterfaceFacts {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: folder(name))) ?? []
        let state = text(name, "operstate")
        return InterfaceFacts(
            linkType: number(name, "type") ?? ethernet,
            isPointToPoint: (number(name, "flags") ?? 0) & pointToPoint != 0,
            hasDevice: entries.contains("device"),
            isBridge: entries.contains("bridge"),
            isWireless: entries.contains("phy80211") || entries.contains("wireless"),
            isUp: state != "down" && state != "lowerlayerdown",
            lower: entries.filter { $0.hasPrefix("lower_") }.map { String($0.dropFirst("lower_".count)) }.sorted()
        )
    }

    /// `IFF_POINTOPOINT` of Linux's `if.h`.
    private static let pointToPoint = 0x10

    private static func folder(_ name: String) -> String { "/sys/class/net/\(name)" }

    private static func text(_ name: String, _ file: String) -> String? {
        SmallFile.read("\(folder(name))/\(file)").map { String($0.prefix { !$0.isNewline }) }
    }

    /// The number in a file of sysfs: decimal, or hexadecimal with `0x`.
    private static func number(_ name: String, _ file: String) -> Int? {
        guard let text = text(name, file) else { return nil }
        return text.hasPrefix("0x") ? Int(text.dropFirst(2), radix: 16) : Int(text)
    }
}
