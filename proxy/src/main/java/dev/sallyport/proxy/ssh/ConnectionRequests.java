package dev.sallyport.proxy.ssh;

import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.util.buffer.Buffer;

/** What a client asks of the whole connection (RFC 4254, section 4): signs of life are answered, forwarding is refused. */
final class ConnectionRequests implements RequestHandler<ConnectionService> {

    @Override
    public Result process(ConnectionService service, String request, boolean wantReply, Buffer buffer) {
        return switch (request) {
            // There are no sessions here anyway.
            case "no-more-sessions@openssh.com", "keepalive@openssh.com" -> Result.ReplySuccess;
            default -> Result.ReplyFailure;
        };
    }
}
