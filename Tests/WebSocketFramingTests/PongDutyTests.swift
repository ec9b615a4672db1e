import NIOCore
import Testing
import WebSocketFraming

@Suite("The duty to answer pings")
struct PongDutyTests {
    private func payload(_ number: Int) -> ByteBuffer { ByteBuffer(string: "\(number)") }

    @Test("answers each ping that comes when the last pong is gone")
    func oneByOne() {
        var duty = PongDuty()
        for number in 0..<10 {
            #expect(duty.asked(payload(number)) == payload(number))
            #expect(duty.taken() == nil)
        }
    }

    @Test("answers a flood twice while nothing is taken: the first ping, and the last")
    func flood() {
        var duty = PongDuty()
        let answers = (0..<1_000_000).compactMap { duty.asked(payload($0)) }
        #expect(answers == [payload(0)])
        #expect(duty.taken() == payload(999_999))
        #expect(duty.taken() == nil)
        #expect(duty.asked(payload(7)) == payload(7))
    }
}
