import FoundationEssentials
import StateDirectory

extension ServerConfiguration {
    /// The folder for keys and certificates when none is named; nil when the environment names no home.
    package static func defaultState() -> String? {
        StateDirectory.defaultPath(environment: ProcessInfo.processInfo.environment)
    }
}
