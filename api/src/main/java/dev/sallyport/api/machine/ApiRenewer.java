package dev.sallyport.api.machine;

import com.google.protobuf.ByteString;
import dev.sallyport.api.ApiChannel;
import dev.sallyport.api.GrpcFailures;
import dev.sallyport.api.v1.JoinServiceGrpc;
import dev.sallyport.api.v1.MachineCredentials;
import dev.sallyport.api.v1.RenewRequest;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.pki.ssh.SshKeys;
import java.security.SecureRandom;

/** Renews by {@code JoinService.Renew}, proving itself with the certificate that is about to end. */
public final class ApiRenewer implements Renewal.Renewer {

    private final ApiChannel channel;
    private final SecureRandom random;

    /** @param channel shows the machine's identity, see {@link MachineChannel} */
    public ApiRenewer(ApiChannel channel, SecureRandom random) {
        this.channel = channel;
        this.random = random;
    }

    @Override
    public MachineIdentity renew(MachineIdentity current) {
        MachineKeys keys = current.keys().renewed(random);
        RenewRequest request = RenewRequest.newBuilder()
                .setTlsPublicKey(ByteString.copyFrom(keys.tls().getPublic().getEncoded()))
                .setSshPublicKey(SshKeys.line(keys.sshHost().getPublic(), current.id()))
                .build();
        MachineCredentials credentials = GrpcFailures.calling(
                () -> JoinServiceGrpc.newBlockingStub(channel.channel()).renew(request));
        MachineIdentity next = MachineIdentity.of(credentials, keys);
        if (!next.id().equals(current.id())) {
            throw Failure.of(FailureCode.INTERNAL, "auth renewed another machine: " + next.id());
        }
        return next;
    }
}
