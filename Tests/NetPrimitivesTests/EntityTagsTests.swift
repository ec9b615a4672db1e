import NetPrimitives
import Testing

@Suite("Entity tags")
struct EntityTagsTests {
    private let tag = "\"abc\""

    @Test(
        "A client that names the tag, weakly or among others, or anything at all, has it",
        arguments: [
            "\"abc\"", "W/\"abc\"", "*", "\"x\", \"abc\"", " \t\"abc\" ,", "\"open, \"abc\"", "\"x\u{600}, \"abc\"",
        ]
    )
    func matching(field: String) {
        #expect(EntityTags.matches(field, tag: tag))
    }

    @Test(
        "Whatever else it says, it has not",
        arguments: [
            "", ",", "abc", "\"ABC\"", "\"abc", "w/\"abc\"", "W/ \"abc\"", "\"abc\"\"abc\"", "**", "\"abc\u{301}\"",
        ]
    )
    func different(field: String) {
        #expect(!EntityTags.matches(field, tag: tag))
    }
}
