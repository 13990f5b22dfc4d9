package dev.sallyport.proxy.route;

import dev.sallyport.protocols.knock.KnockAnswer;
import dev.sallyport.protocols.tunnel.Service;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;

/** How a client hears of what became of its knock. */
enum Answerer {
    /** In the clear: a byte, and a text where it was refused. */
    BARE(Service.SSH) {
        @Override
        void open(Channel client) {
            var _ = client.writeAndFlush(
                    Unpooled.wrappedBuffer(new byte[] {(byte) KnockAnswer.OPEN.code()}), client.voidPromise());
        }

        @Override
        byte[] refusal(KnockAnswer answer, String text) {
            return answer.refusal(text);
        }
    },

    /** Inside a TLS handshake that is not ours: nothing, or an alert (RFC 8446, section 6.2). */
    TLS(Service.SSH_IN_TLS) {
        @Override
        void open(Channel client) {}

        @Override
        byte[] refusal(KnockAnswer answer, String text) {
            return new byte[] {ALERT, 3, 3, 0, 2, FATAL, alert(answer)};
        }
    };

    private static final byte ALERT = 21;
    private static final byte FATAL = 2;
    private static final byte ACCESS_DENIED = 49;
    private static final byte INTERNAL_ERROR = 80;
    private static final byte UNRECOGNIZED_NAME = 112;

    private final Service service;

    Answerer(Service service) {
        this.service = service;
    }

    /** What follows on the agent's data connection. */
    Service service() {
        return service;
    }

    abstract void open(Channel client);

    abstract byte[] refusal(KnockAnswer answer, String text);

    private static byte alert(KnockAnswer answer) {
        return switch (answer) {
            case WRONG, EXPIRED, CLOCK -> ACCESS_DENIED;
            case UNKNOWN_HOST, AMBIGUOUS -> UNRECOGNIZED_NAME;
            case OPEN, UNREACHABLE, BUSY -> INTERNAL_ERROR;
        };
    }
}
