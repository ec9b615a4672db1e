import QRCodes

/// Checks that every text that is not too long has a code of the smallest possible size, from which the same text is
/// read, and that the picture does not contain the text.
func checkQRCode(_ bytes: [UInt8]) {
    let text = text(bytes)
    let length = text.utf8.count
    let code: QRCode
    do {
        code = try QRCode(encoding: text)
    } catch {
        switch error {
        case .empty: precondition(text.isEmpty, "a text passes for none")
        case .tooLong: precondition(length > QRVersion(40).capacity, "a text has no code")
        }
        return
    }
    let version = QRVersion((code.width - 17) / 4)
    precondition((1...40).contains(version.number) && version.width == code.width, "a code of no size")
    precondition(version.number == 1 || length > QRVersion(version.number - 1).capacity, "a code is too large")
    precondition(QRReader(code, version).text() == Array(text.utf8), "a code reads as another text")
    checkPicture(of: code)
}

private func checkPicture(of code: QRCode) {
    let picture = Array(code.svg().utf8)
    let side = code.width + 2 * QRCode.quietZone
    let start = """
        <svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 \(side) \(side)" shape-rendering="crispEdges">\
        <rect width="\(side)" height="\(side)" fill="#fff"/><path d="
        """
    let end = "\"/></svg>"
    precondition(picture.starts(with: start.utf8), "a picture begins otherwise")
    precondition(picture.suffix(end.utf8.count).elementsEqual(end.utf8), "a picture ends otherwise")
    let bars = Set(picture.dropFirst(start.utf8.count).dropLast(end.utf8.count))
    precondition(bars.isSubset(of: "Mhvz- 0123456789".utf8), "a picture is of more than bars")
}
