import FerryServer
import Testing

@Suite("Prometheus text")
struct PrometheusTextTests {
    @Test("A metric is explained, typed and given by label")
    func metric() {
        var text = PrometheusText()
        text.write("ferry_rooms", .gauge, "Rooms.", [.init("kind", "lan", 2), .init("kind", "a\"b\\c\nd", 0.5)])
        let expected = """
            # HELP ferry_rooms Rooms.
            # TYPE ferry_rooms gauge
            ferry_rooms{kind="lan"} 2
            ferry_rooms{kind="a\\"b\\\\c\\nd"} 0.5

            """
        #expect(text.text == expected)
    }

    @Test("A metric without numbers is left out")
    func empty() {
        var text = PrometheusText()
        text.write("ferry_rooms", .gauge, "Rooms.", [])
        #expect(text.text.isEmpty)
    }
}
