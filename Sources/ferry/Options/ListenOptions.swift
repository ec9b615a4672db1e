import ArgumentParser
import FerryServer
import NetPrimitives

/// The addresses on which the server listens, and the folder for its keys.
struct ListenOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Address to listen on. By default all, IPv6 and IPv4.", valueName: "address"))
    var host: String?

    // Port 8080 needs no privileges, is known as a web server's, and passes the usual firewalls of home machines.
    @Option(
        help: ArgumentHelp("Port of HTTP, 0 to 65535; 0 takes any free one. By default 8080.", valueName: "port"),
        transform: Arguments.port
    )
    var port: UInt16 = 8080

    @Option(
        help: ArgumentHelp(
            "Folder for keys and certificates, for one server at a time. By default $XDG_STATE_HOME/ferry or "
                + "~/.local/state/ferry.",
            valueName: "folder"
        )
    )
    var state: String?

    @Option(
        help: ArgumentHelp(
            "The address people open on the internet, such as https://ferry.example.org: for links, QR codes, and "
                + "as an accepted host.",
            valueName: "url"
        ),
        transform: Arguments.publicURL
    )
    var publicURL: WebOrigin?

    func validate() throws {
        guard state != "" else { throw ValidationError("--state names no folder.") }
    }
}
