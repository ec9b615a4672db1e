import FerryServer
import FoundationEssentials
import Testing

@Suite("The page out of a folder, while one works on it", .timeLimit(.minutes(5)))
struct AssetFolderTests {
    @Test("A change of a file shows at the next request")
    func change() async throws {
        try await Self.run { server, folder in
            try Data("one".utf8).write(to: folder.appending(path: "index.html"))
            let first = try await server.request("GET", "/")
            try Data("another".utf8).write(to: folder.appending(path: "index.html"))
            let second = try await server.request("GET", "/")
            #expect(first.body == "one")
            #expect(second.body == "another")
            #expect(second["content-type"] == "text/html; charset=utf-8")
            #expect(first["etag"] != second["etag"])
        }
    }

    @Test(
        "Nothing outside the folder is served, and nothing that is no part of a page",
        arguments: [
            "/../outside.js", "/%2e%2e/outside.js", "/app/../../outside.js", "/.hidden.js", "/notes.txt", "/app",
        ]
    )
    func outside(path: String) async throws {
        try await Self.run { server, folder in
            let inside = folder.appending(path: "app")
            try FileManager.default.createDirectory(at: inside, withIntermediateDirectories: true)
            for file in [
                folder.appending(path: "../outside.js"), folder.appending(path: ".hidden.js"),
                folder.appending(path: "notes.txt"),
            ] {
                try Data("secret".utf8).write(to: file)
            }
            let answer = try await server.request("GET", path)
            #expect(answer.status == 404)
        }
    }

    /// Runs a server with its page in a folder of its own, inside another one that is removed afterwards.
    private static func run(_ body: @escaping @Sendable (TestServer, URL) async throws -> Void) async throws {
        let outer = URL(filePath: TestServer.temporaryFolder())
        let folder = outer.appending(path: "web")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: outer) }
        try await TestServer.run {
            $0.assets = folder.path
        } body: { server in
            try await body(server, folder)
        }
    }
}
