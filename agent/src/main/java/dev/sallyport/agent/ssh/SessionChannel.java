package dev.sallyport.agent.ssh;

import dev.sallyport.agent.process.ExitState;
import dev.sallyport.agent.process.Pty;
import dev.sallyport.agent.process.SignalName;
import dev.sallyport.api.policy.PresenceSeal;
import dev.sallyport.audit.event.ForwardEvent;
import dev.sallyport.audit.event.SessionEvent;
import dev.sallyport.model.Failure;
import java.io.IOException;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import org.apache.sshd.client.future.OpenFuture;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.RequestHandler.Result;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.server.channel.AbstractServerChannel;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A {@code session} channel (RFC 4254, section 6): collects what the client asks for until it asks for something to run.
 * That starts when the answer is out, so that no output overtakes it.
 */
final class SessionChannel extends AbstractServerChannel {

    static final String TYPE = "session";

    private static final Logger LOG = LoggerFactory.getLogger(SessionChannel.class);

    private static final int LONGEST_TERM = 64;
    private static final int LONGEST_COMMAND = 128 * 1024;

    private final Workshop workshop;
    private final SessionEnvironment environment;
    private final ChannelOutput output = new ChannelOutput(this);
    private SessionPlan.@Nullable Terminal terminal;
    private @Nullable ChannelRun planned;
    private volatile @Nullable ChannelRun running;
    private String presence = "";

    private SessionChannel(Workshop workshop) {
        super("", Collections.emptyList(), null);
        this.workshop = workshop;
        this.environment = new SessionEnvironment(workshop.settings().acceptEnv());
    }

    static ChannelFactory factory(Workshop workshop) {
        return new ChannelFactory() {
            @Override
            public String getName() {
                return TYPE;
            }

            @Override
            public org.apache.sshd.common.channel.Channel createChannel(Session session) {
                return new SessionChannel(workshop);
            }
        };
    }

    @Override
    protected OpenFuture doInit(Buffer buffer) {
        Passage passage = Passage.of(getSession());
        if (passage == null || passage.refusesFurtherSessions()) {
            return Refusal.prohibited(this, "the client said that it would open no more sessions");
        }
        if (workshop.draining().get()) {
            return Refusal.prohibited(this, "this host's agent is stopping; try again in a minute");
        }
        Optional<String> old = passage.staleness(workshop);
        if (old.isPresent()) {
            return Refusal.prohibited(this, old.get());
        }
        if (!passage.enter(workshop.settings().maxChannels())) {
            return Refusal.tooMany(this, workshop.settings().maxChannels());
        }
        if (!passage.enterSession()) {
            passage.leave();
            return Refusal.prohibited(this, "you have as many sessions in this connection as your roles allow");
        }
        addCloseFutureListener(_ -> {
            passage.leaveSession();
            passage.leave();
        });
        return super.doInit(buffer);
    }

    @Override
    protected Result handleInternalRequest(String request, boolean wantReply, Buffer buffer) throws IOException {
        Passage passage = Objects.requireNonNull(Passage.of(getSession()));
        return switch (request) {
            case "env" -> variable(passage, buffer.getString(), buffer.getString()) ? yes() : no();
            case "pty-req" -> terminal(passage, buffer);
            case "window-change" -> resize(buffer);
            case "signal" -> signal(buffer.getString());
            case "auth-agent-req@openssh.com" -> forwardAgent(passage);
            case "shell" -> plan(SessionPlan.Kind.SHELL, "");
            case "exec" -> plan(SessionPlan.Kind.EXEC, buffer.getString());
            case "subsystem" -> plan(SessionPlan.Kind.SUBSYSTEM, buffer.getString());
            default -> no();
        };
    }

    private boolean variable(Passage passage, String name, String value) {
        if (passage.joining().isPresent()) {
            presence = name.equals(PresenceSeal.VARIABLE) ? value : presence;
            return name.equals(PresenceSeal.VARIABLE);
        }
        return environment.accept(name, value);
    }

    private static Result yes() {
        return Result.ReplySuccess;
    }

    private static Result no() {
        return Result.ReplyFailure;
    }

    private Result terminal(Passage passage, Buffer buffer) {
        String type = buffer.getString();
        Pty.Size size = size(buffer);
        byte[] modes = buffer.getBytes();
        if (!passage.mayHaveTerminal()) {
            deny(passage, "terminal", "the certificate does not allow a terminal");
            return no();
        }
        if (planned != null || type.length() > LONGEST_TERM || type.indexOf('\0') >= 0) {
            return no();
        }
        terminal = new SessionPlan.Terminal(type, size, modes);
        return yes();
    }

    private static Pty.Size size(Buffer buffer) {
        return new Pty.Size(buffer.getInt(), buffer.getInt(), buffer.getInt(), buffer.getInt());
    }

    private Result resize(Buffer buffer) throws IOException {
        Pty.Size size = size(buffer);
        ChannelRun run = running;
        if (run != null) {
            run.resize(size);
        } else if (terminal != null) {
            terminal = new SessionPlan.Terminal(terminal.type(), size, terminal.modes());
        }
        return yes();
    }

    private Result signal(String name) {
        ChannelRun run = running;
        return run != null && SignalName.number(name).stream().anyMatch(run::signal) ? yes() : no();
    }

    private Result forwardAgent(Passage passage) {
        if (!passage.mayForwardAgent()) {
            workshop.journal()
                    .event(new ForwardEvent.AgentDenied(
                            workshop.ids().head(passage.subject()), "neither role nor certificate may lack the right"));
            return no();
        }
        try {
            passage.agentSocket().open(passage);
            return yes();
        } catch (Failure | IOException e) {
            LOG.warn(
                    "agent forwarding failed user={} error={}",
                    passage.subject().user(),
                    e.toString());
            return no();
        }
    }

    private Result plan(SessionPlan.Kind kind, String command) {
        Passage passage = Objects.requireNonNull(Passage.of(getSession()));
        if (planned != null || command.length() > LONGEST_COMMAND || command.indexOf('\0') >= 0) {
            return no();
        }
        if (passage.joining().isPresent()) {
            return join(passage, passage.joining().get(), kind);
        }
        SessionPlan plan = new SessionPlanner(workshop, passage, environment, getSession())
                .plan(kind, command, Optional.ofNullable(terminal));
        planned = new SessionRun(this, output, workshop, passage, plan);
        return yes();
    }

    private Result join(Passage passage, Joining joining, SessionPlan.Kind kind) {
        if (kind != SessionPlan.Kind.SHELL) {
            deny(passage, kind.text(), "whoever joins a session runs nothing");
            return no();
        }
        planned = new JoinRun(this, output, workshop, passage, joining, presence);
        return yes();
    }

    private void deny(Passage passage, String action, String reason) {
        workshop.journal().event(new SessionEvent.Denied(workshop.ids().head(passage.subject()), action, reason));
    }

    @Override
    protected IoWriteFuture sendResponse(Buffer buffer, String request, Result result, boolean wantReply)
            throws IOException {
        IoWriteFuture sent = super.sendResponse(buffer, request, result, wantReply);
        ChannelRun run = planned;
        if (run != null && running == null) {
            running = run;
            addCloseFutureListener(_ -> run.hangUp());
            run.start();
        }
        return sent;
    }

    @Override
    protected void doWriteData(byte[] data, int off, long len) throws IOException {
        ChannelRun run = running;
        if (run == null) {
            // Data before anything runs has nowhere to go.
            getLocalWindow().release(len);
        } else {
            Passage.touch(getSession());
            run.data(data, off, (int) len);
        }
    }

    @Override
    protected void doWriteExtendedData(byte[] data, int off, long len) throws IOException {
        getLocalWindow().release(len);
    }

    @Override
    public void handleEof() throws IOException {
        super.handleEof();
        ChannelRun run = running;
        if (run != null) {
            run.eof();
        }
    }

    /**
     * Tells the client how it ended (RFC 4254, section 6.10) and closes. The end of the output goes last: a client whose
     * input is over answers it by closing, and what came after that would be lost, the exit status too.
     */
    void finish(ExitState exit) throws IOException {
        switch (exit) {
            case ExitState.Exited(int code) -> sendExitStatus(code);
            case ExitState.Signalled(int signal, boolean core) -> sendExitSignal(SignalName.of(signal), core);
        }
        sendEof();
        close(false);
    }

    private void sendExitSignal(String name, boolean core) throws IOException {
        Buffer message = getSession().createBuffer(SshConstants.SSH_MSG_CHANNEL_REQUEST, 128);
        message.putUInt(getRecipient());
        message.putString("exit-signal");
        message.putBoolean(false);
        message.putString(name);
        message.putBoolean(core);
        message.putString("");
        message.putString("");
        writePacket(message);
    }
}
