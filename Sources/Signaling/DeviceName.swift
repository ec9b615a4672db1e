/// A name that is safe to show: one line, without invisible characters, without bidirectional overrides, 1 to 64 bytes.
package struct DeviceName: Hashable, Sendable {
    /// The cleaned text.
    package let text: String

    /// Makes a name of any text. White space, including line breaks, is folded into single spaces; control characters,
    /// bidirectional overrides and invisible characters are removed; a name that is too long is cut between two
    /// characters. If nothing visible remains, the name is `Device`.
    package init(cleaning raw: String) {
        var scalars = String.UnicodeScalarView()
        var spacePending = false
        var visible = false
        for scalar in raw.unicodeScalars {
            if Self.isSpace(scalar) {
                spacePending = visible
            } else if !visible, Self.isJoiner(scalar) {
                // A joiner at the start joins nothing, and the name would be invisible if the rest were cut away.
                continue
            } else if Self.isKept(scalar) {
                if spacePending {
                    scalars.append(" ")
                    spacePending = false
                }
                scalars.append(scalar)
                visible = true
            }
        }
        let cut = visible ? Self.cut(String(scalars)) : ""
        text = cut.isEmpty ? "Device" : cut
    }

    private static func isSpace(_ scalar: Unicode.Scalar) -> Bool {
        // U+2800 is the empty Braille pattern, U+3164 and U+FFA0 are fillers: letters that look empty.
        scalar.properties.isWhitespace || [0x2800, 0x3164, 0xFFA0].contains(scalar.value)
    }

    /// Joiners and variation selectors are invisible, but emoji and several scripts are wrong without them.
    private static func isJoiner(_ scalar: Unicode.Scalar) -> Bool {
        [0x200C, 0x200D, 0xFE0E, 0xFE0F].contains(scalar.value)
    }

    private static func isKept(_ scalar: Unicode.Scalar) -> Bool {
        guard !isJoiner(scalar) else { return true }
        guard !scalar.properties.isDefaultIgnorableCodePoint else { return false }
        switch scalar.properties.generalCategory {
        case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator, .paragraphSeparator:
            return false
        default:
            return true
        }
    }

    private static func cut(_ text: String) -> String {
        guard text.utf8.count > SignalingLimits.nameBytes else { return text }
        var kept = ""
        for character in text {
            guard kept.utf8.count + character.utf8.count <= SignalingLimits.nameBytes else { break }
            kept.append(character)
        }
        // One letter with many combining marks can be longer than a name.
        return kept.isEmpty ? cutScalars(text) : withoutTrailingSpace(kept)
    }

    private static func cutScalars(_ text: String) -> String {
        var kept = ""
        for scalar in text.unicodeScalars {
            guard kept.utf8.count + UTF8.width(scalar) <= SignalingLimits.nameBytes else { break }
            kept.unicodeScalars.append(scalar)
        }
        return kept
    }

    private static func withoutTrailingSpace(_ text: String) -> String {
        text.hasSuffix(" ") ? String(text.dropLast()) : text
    }
}
