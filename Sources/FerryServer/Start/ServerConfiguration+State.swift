import FoundationEssentials
import StateDirectory

extension ServerConfiguration {
    /// The default folder for keys and certificates; nil when the environment names no home.
    package static func defaultState() -> String? {
        StateDirectory.defaultPath(environment: ProcessInfo.processInfo.environment)
    }
}
