import ArgumentParser

/// Options for the development of Ferry.
struct DevelopmentOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Serve the page from this folder (web/ of the source) instead of the one inside, read at each request.",
            valueName: "folder"
        )
    )
    var assets: String?
}
