import Signaling
import Testing

@Suite("Names")
struct DeviceNameTests {
    @Test(
        "Names are one visible line",
        arguments: [
            ("Anna", "Anna"), ("  Anna \t\n  B  ", "Anna B"), ("An\u{0}na\u{7}\u{1B}[31m", "Anna[31m"),
            ("evil\u{202E}gpj.exe", "evilgpj.exe"), ("\u{2066}a\u{2069}\u{200F}b\u{FEFF}", "ab"),
            ("a\u{2028}b\u{2029}c\u{85}d", "a b c d"), ("zero\u{200B}width\u{AD}", "zerowidth"),
            ("👩‍👩‍👧", "👩‍👩‍👧"), ("❤️", "❤️"), ("می‌خواهم", "می‌خواهم"), ("a\u{E0041}b", "ab"),
            ("\u{E000}private", "private"), ("<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"),
            ("Café", "Café"), ("\u{3000}東京\u{3000}", "東京"),
        ]
    )
    func cleaned(raw: String, clean: String) {
        #expect(DeviceName(cleaning: raw).text == clean)
    }

    @Test(
        "A name of which nothing visible remains is Device",
        arguments: [
            "", " ", "\n\t", "\u{202E}", "\u{200D}\u{200D}", "\u{FE0F}", "\u{3164}", "\u{2800}\u{2800}", "\u{0}",
        ]
    )
    func fallback(raw: String) {
        #expect(DeviceName(cleaning: raw).text == "Device")
    }

    @Test("A long name is cut between two characters")
    func cut() {
        #expect(DeviceName(cleaning: String(repeating: "a", count: 300)).text.utf8.count == 64)
        #expect(DeviceName(cleaning: String(repeating: "é", count: 300)).text == String(repeating: "é", count: 32))
        let family = "👩‍👩‍👧‍👦"
        #expect(DeviceName(cleaning: String(repeating: family, count: 9)).text == String(repeating: family, count: 2))
        #expect(
            DeviceName(cleaning: String(repeating: "a", count: 63) + " b").text == String(repeating: "a", count: 63)
        )
    }

    @Test("A tower of marks on one letter still gives a name within the limit")
    func marks() {
        let name = DeviceName(cleaning: "a" + String(repeating: "\u{301}", count: 400)).text
        #expect((1...64).contains(name.utf8.count))
        #expect(name.unicodeScalars.first == "a")
    }

    @Test("Cleaning a clean name changes nothing")
    func idempotent() {
        for raw in ["Anna", " a  b ", "👩‍👩‍👧", String(repeating: "é ", count: 200), "\u{200D}a", "a\u{200D}"] {
            let once = DeviceName(cleaning: raw)
            #expect(DeviceName(cleaning: once.text) == once)
        }
    }
}
