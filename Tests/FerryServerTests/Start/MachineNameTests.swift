import FerryServer
import Testing

@Suite("The machine's names")
struct MachineNameTests {
    @Test("A short host name is also found by multicast DNS and in the network's domains")
    func short() {
        let names = MachineName.all(hostname: "NAS", resolver: "# made\nsearch fritz.box home.arpa\nnameserver ::1\n")
        #expect(names == ["nas", "nas.local", "nas.fritz.box", "nas.home.arpa"])
    }

    @Test("A full host name is kept whole and shortened")
    func full() {
        #expect(MachineName.all(hostname: "nas.example.org", resolver: "") == ["nas.example.org", "nas", "nas.local"])
    }

    @Test("A machine without a name of its own has none", arguments: ["", "localhost", "not a name", "10.0.0.1"])
    func none(hostname: String) {
        #expect(MachineName.all(hostname: hostname, resolver: "search lan").isEmpty)
    }
}
