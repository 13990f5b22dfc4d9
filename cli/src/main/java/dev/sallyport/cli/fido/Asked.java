package dev.sallyport.cli.fido;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.KeyAssertion;
import dev.sallyport.api.v1.KeyAttestation;
import dev.sallyport.api.v1.KeyOffer;
import dev.sallyport.api.v1.KeyRequest;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What a key is asked for, and says, in libfido2's memory. */
final class Asked implements AutoCloseable {

    private static final int TRUE = 2;
    private static final long FIRST = 0;

    private final Fido2 fido;
    private final String kind;
    private final MemorySegment handle;
    private final ClientData client;
    private final Arena arena = Arena.ofConfined();

    private Asked(Fido2 fido, String kind, ClientData client) {
        this.fido = fido;
        this.kind = kind;
        this.client = client;
        this.handle = fido.pointer(kind + "_new");
    }

    MemorySegment handle() {
        return handle;
    }

    static Asked assertion(Fido2 fido, KeyRequest request) {
        Asked asked =
                new Asked(fido, "fido_assert", ClientData.ofAssertion(request.getChallenge(), request.getOrigin()));
        asked.set("_set_clientdata_hash", asked.client.hash());
        asked.done("_set_rp", asked.arena.allocateFrom(request.getRpId()));
        request.getCredentialIdsList().forEach(id -> asked.set("_allow_cred", id.toByteArray()));
        asked.done("_set_up", TRUE);
        if (request.getVerifyUser()) {
            asked.done("_set_uv", TRUE);
        }
        return asked;
    }

    static Asked credential(Fido2 fido, KeyOffer offer) {
        Asked asked = new Asked(fido, "fido_cred", ClientData.ofCredential(offer.getChallenge(), offer.getOrigin()));
        asked.done("_set_type", offer.getAlgorithms(0));
        asked.set("_set_clientdata_hash", asked.client.hash());
        asked.done("_set_rp", asked.text(offer.getRpId()), asked.text(offer.getRpName()));
        MemorySegment owner = asked.memory(offer.getUserHandle().toByteArray());
        asked.done(
                "_set_user",
                owner,
                owner.byteSize(),
                asked.text(offer.getUserName()),
                asked.text(offer.getUserName()),
                MemorySegment.NULL);
        offer.getExcludeList().forEach(id -> asked.set("_exclude", id.toByteArray()));
        if (offer.getResident()) {
            asked.done("_set_rk", TRUE);
        }
        if (offer.getVerifyUser()) {
            asked.done("_set_uv", TRUE);
        }
        return asked;
    }

    KeyAssertion assertion(KeyRequest request) {
        byte[] id = fido.bytes("fido_assert_id", handle, FIRST);
        return KeyAssertion.newBuilder()
                .setCredentialId(
                        id.length == 0 && request.getCredentialIdsCount() == 1
                                ? request.getCredentialIds(0)
                                : ByteString.copyFrom(id))
                .setClientData(ByteString.copyFrom(client.json()))
                .setAuthenticatorData(
                        ByteString.copyFrom(AttestationObject.bare(fido.bytes("fido_assert_authdata", handle, FIRST))))
                .setSignature(ByteString.copyFrom(fido.bytes("fido_assert_sig", handle, FIRST)))
                .setUserHandle(ByteString.copyFrom(fido.bytes("fido_assert_user_id", handle, FIRST)))
                .build();
    }

    /** A key that is not to say of which make it is, is not passed on as saying it. */
    KeyAttestation attestation(KeyOffer offer) {
        byte[] data = fido.bytes("fido_cred_authdata_raw", handle);
        byte[] object = offer.getAttestation()
                ? AttestationObject.of(
                        fido.text("fido_cred_fmt", handle), fido.bytes("fido_cred_attstmt", handle), data)
                : AttestationObject.of("none", new byte[] {(byte) 0xa0}, data);
        return KeyAttestation.newBuilder()
                .setClientData(ByteString.copyFrom(client.json()))
                .setAttestationObject(ByteString.copyFrom(object))
                .build();
    }

    private void set(String function, byte[] bytes) {
        MemorySegment memory = memory(bytes);
        done(function, memory, memory.byteSize());
    }

    private void done(String function, Object... arguments) {
        Object[] all = new Object[arguments.length + 1];
        all[0] = handle;
        System.arraycopy(arguments, 0, all, 1, arguments.length);
        int code = fido.code(kind + function, all);
        if (code != FidoError.OK) {
            close();
            throw FidoError.failure(fido, code);
        }
    }

    private MemorySegment text(String text) {
        return arena.allocateFrom(text);
    }

    private MemorySegment memory(byte[] bytes) {
        return arena.allocateFrom(ValueLayout.JAVA_BYTE, bytes);
    }

    @Override
    public void close() {
        if (arena.scope().isAlive()) {
            fido.free(kind + "_free", handle);
            arena.close();
        }
    }
}
