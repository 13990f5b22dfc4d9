package dev.sallyport.agent.ssh;

import dev.sallyport.audit.event.ForwardEvent.Direction;
import dev.sallyport.model.Failure;
import java.io.IOException;
import java.util.List;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client asks of the whole connection (RFC 4254, section 4). Everything else is refused. */
final class GlobalRequests implements RequestHandler<ConnectionService> {

    private static final Logger log = LoggerFactory.getLogger(GlobalRequests.class);

    private final Workshop workshop;

    private GlobalRequests(Workshop workshop) {
        this.workshop = workshop;
    }

    static List<RequestHandler<ConnectionService>> handlers(Workshop workshop) {
        return List.of(new GlobalRequests(workshop));
    }

    @Override
    public Result process(ConnectionService service, String request, boolean wantReply, Buffer buffer)
            throws Exception {
        Session session = service.getSession();
        Passage passage = Passage.of(session);
        if (passage == null) {
            return Result.ReplyFailure;
        }
        return switch (request) {
            case "tcpip-forward" -> listen(session, passage, wantReply, buffer);
            case "cancel-tcpip-forward" ->
                passage.remoteForwards().cancel(buffer.getString(), buffer.getInt())
                        ? Result.ReplySuccess
                        : Result.ReplyFailure;
            case SocketForwards.LISTEN -> {
                // The protocol has no room for a text here: the client says that forwarding failed, the trail says why.
                SocketForwards.refuse(workshop, passage, Direction.REMOTE, buffer.getString());
                yield Result.ReplyFailure;
            }
            case "no-more-sessions@openssh.com" -> {
                // Sessions only: MINA's own switch would refuse forwards too.
                passage.refuseFurtherSessions();
                yield Result.ReplySuccess;
            }
            case "keepalive@openssh.com" -> Result.ReplySuccess;
            default -> {
                log.debug("request refused request={}", Plain.text(request));
                yield Result.ReplyFailure;
            }
        };
    }

    private static Result listen(Session session, Passage passage, boolean wantReply, Buffer buffer) {
        String address = buffer.getString();
        int port = buffer.getInt();
        try {
            int bound = passage.remoteForwards().listen(address, port);
            if (port != 0 || !wantReply) {
                return Result.ReplySuccess;
            }
            Buffer answer = session.createBuffer(SshConstants.SSH_MSG_REQUEST_SUCCESS, Integer.BYTES);
            answer.putUInt(bound);
            session.writePacket(answer);
            return Result.Replied;
        } catch (Failure | IOException e) {
            log.info(
                    "remote forward refused user={} port={} reason={}",
                    passage.subject().user(),
                    port,
                    e.getMessage());
            return Result.ReplyFailure;
        }
    }
}
