import FoundationEssentials
import Testing

@Suite("Saved inputs of the fuzz targets")
struct InputTests {
    @Test("What once broke a parser, and what leads into its corners, holds", arguments: Target.all)
    func savedInputsHold(target: Target) throws {
        let inputs = try savedInputs(of: target)
        #expect(!inputs.isEmpty)
        for input in inputs {
            target.check([UInt8](try Data(contentsOf: input)))
        }
    }

    @Test("A parser takes every beginning of its inputs", arguments: Target.all)
    func beginningsHold(target: Target) throws {
        for input in try savedInputs(of: target) {
            let bytes = [UInt8](try Data(contentsOf: input))
            for length in 0..<min(bytes.count, 256) {
                target.check(Array(bytes.prefix(length)))
            }
        }
    }

    @Test("Every folder of inputs belongs to a target")
    func foldersHaveTargets() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: inputs.path)
        #expect(Set(folders) == Set(Target.all.map(\.name)))
    }

    private var inputs: URL {
        URL(filePath: #filePath)
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Fuzzing/Inputs")
    }

    private func savedInputs(of target: Target) throws -> [URL] {
        let folder = inputs.appending(path: target.name)
        return try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().map {
            folder.appending(path: $0)
        }
    }
}

extension Target: CustomTestStringConvertible {
    package var testDescription: String { name }
}
