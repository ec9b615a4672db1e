enum CodeWords { static let all = ["a", "b"] }
