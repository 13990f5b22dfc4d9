package dev.sallyport.auth.people;

import com.google.protobuf.ByteString;
import dev.sallyport.auth.state.v1.ChallengeRecord;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.ssh.SshKeys;
import java.time.Duration;

/** What is to be certified, as a challenge keeps it. */
final class Wishes {

    private Wishes() {}

    static ChallengeRecord.Wish record(Admission.Wish wish) {
        return ChallengeRecord.Wish.newBuilder()
                .setTlsPublicKey(ByteString.copyFrom(wish.tlsKey().getEncoded()))
                .setSshPublicKey(SshKeys.line(wish.sshKey(), ""))
                .setTtlSeconds(wish.ttl().toSeconds())
                .addAllRequestIds(wish.requests())
                .build();
    }

    static Admission.Wish wish(ChallengeRecord.Wish record) {
        return new Admission.Wish(
                Keys.tlsPublicKey(record.getTlsPublicKey().toByteArray()),
                SshKeys.parseKey(record.getSshPublicKey()),
                Duration.ofSeconds(record.getTtlSeconds()),
                record.getRequestIdsList());
    }
}
