package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.JoinRequest;
import dev.sallyport.api.v1.JoinServiceGrpc;
import dev.sallyport.api.v1.MachineCredentials;
import dev.sallyport.api.v1.RenewRequest;
import dev.sallyport.auth.access.Caller;
import dev.sallyport.auth.machines.JoinDesk;
import dev.sallyport.auth.machines.MachineKind;
import dev.sallyport.model.access.Identity;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.ssh.SshKeys;
import io.grpc.stub.StreamObserver;
import java.security.PublicKey;
import java.util.Optional;

/** How machines get in, and stay in. */
public final class JoinMethods extends JoinServiceGrpc.JoinServiceImplBase {

    private final JoinDesk desk;

    public JoinMethods(JoinDesk desk) {
        this.desk = desk;
    }

    @Override
    public void join(JoinRequest request, StreamObserver<MachineCredentials> observer) {
        Answer.to(
                observer,
                () -> desk.join(
                        new JoinDesk.Application(
                                request.getToken(),
                                MachineKind.of(request.getType()),
                                request.getName(),
                                Keys.tlsPublicKey(request.getTlsPublicKey().toByteArray()),
                                sshKey(request.getSshPublicKey())),
                        CallerContext.current().subject()));
    }

    @Override
    public void renew(RenewRequest request, StreamObserver<MachineCredentials> observer) {
        Answer.to(observer, () -> {
            Caller.Known caller = CallerContext.current().known();
            return desk.renew(
                    kind(caller.identity()),
                    caller.identity().user(),
                    Keys.tlsPublicKey(request.getTlsPublicKey().toByteArray()),
                    sshKey(request.getSshPublicKey()),
                    caller.subject());
        });
    }

    private static MachineKind kind(Identity identity) {
        return switch (identity.kind()) {
            case NODE -> MachineKind.NODE;
            case PROXY -> MachineKind.PROXY;
            case USER, LOCAL_ADMIN, AUTH -> throw new IllegalStateException("the gate lets only machines renew");
        };
    }

    private static Optional<PublicKey> sshKey(String line) {
        return line.isEmpty() ? Optional.empty() : Optional.of(SshKeys.parseKey(line));
    }
}
