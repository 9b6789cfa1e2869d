extension ReplyReader {
    /// Reads one search/replace block that begins on the next line.
    mutating func readSearchReplace() {
        let start = at
        var end = start + 1
        var dividers: [Int] = []
        while end < lines.count, !SearchReplaceMarker.isEnd(lines[end]) {
            if SearchReplaceMarker.isStart(lines[end]) {
                stopTruncated("a SEARCH/REPLACE block without its REPLACE marker", at: start)
                return
            }
            if SearchReplaceMarker.isDivider(lines[end]) { dividers.append(end) }
            end += 1
        }
        guard end < lines.count else {
            stopTruncated("a SEARCH/REPLACE block without its REPLACE marker", at: start)
            return
        }
        guard let divider = divider(among: dividers, start: start) else {
            if dividers.isEmpty {
                stopTruncated("a SEARCH/REPLACE block without a ======= line", at: start)
            } else {
                problem = Refusal(
                    reason: .ambiguous,
                    message: "The SEARCH/REPLACE block on line \(start + 1) of the reply has "
                        + "several ======= lines, so it is not certain where SEARCH ends. "
                        + "Quote a passage without such a line.")
            }
            return
        }
        let before = Array(lines[(start + 1)..<divider])
        let after = Array(lines[(divider + 1)..<end])
        at = end + 1
        guard let path = pathAbove(start) ?? lastPath else {
            problem = Refusal(
                reason: .notFound,
                message: "The SEARCH/REPLACE block on line \(start + 1) of the reply names no "
                    + "file. Put the path alone on the line before the block.")
            return
        }
        let hunk = Hunk(
            lines: LineDifference.lines(from: before, to: after), replyLine: start + 1)
        keep(
            Edit(
                path: path, action: .change([hunk]), format: .searchReplace, replyLine: start + 1))
    }

    /// Chooses the line between the halves; a quoted heading can look like it.
    private func divider(among candidates: [Int], start: Int) -> Int? {
        if candidates.count <= 1 { return candidates.first }
        let length = SearchReplaceMarker.runLength(lines[start])
        let fitting = candidates.filter { lines[$0].trimmed.count == length }
        return fitting.count == 1 ? fitting.first : nil
    }
}
