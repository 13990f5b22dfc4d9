package dev.sallyport.auth.factors;

import com.yubico.webauthn.CredentialRepository;
import com.yubico.webauthn.RegisteredCredential;
import com.yubico.webauthn.data.ByteArray;
import com.yubico.webauthn.data.PublicKeyCredentialDescriptor;
import dev.sallyport.auth.state.v1.CredentialRecord;
import dev.sallyport.auth.state.v1.DeviceRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the library may know: the keys of the one person whom a challenge is for. That no key is two persons' is looked after where a key is stored.
 *
 * @param record of that person
 */
record OneOwner(CredentialRecord record) implements CredentialRepository {

    /** What the person is called here; the library wants a name, and ours is nobody's business. */
    static final String NAME = "-";

    @Override
    public Set<PublicKeyCredentialDescriptor> getCredentialIdsForUsername(String username) {
        return descriptors(record).stream().collect(Collectors.toSet());
    }

    static List<PublicKeyCredentialDescriptor> descriptors(CredentialRecord record) {
        return Devices.keys(record).stream()
                .map(device -> PublicKeyCredentialDescriptor.builder()
                        .id(SecurityKeys.array(device.getKey().getCredentialId()))
                        .build())
                .toList();
    }

    @Override
    public Optional<ByteArray> getUserHandleForUsername(String username) {
        return Optional.of(SecurityKeys.array(record.getUserHandle()));
    }

    @Override
    public Optional<String> getUsernameForUserHandle(ByteArray handle) {
        return handle.equals(SecurityKeys.array(record.getUserHandle())) ? Optional.of(NAME) : Optional.empty();
    }

    @Override
    public Optional<RegisteredCredential> lookup(ByteArray credentialId, ByteArray userHandle) {
        return userHandle.equals(SecurityKeys.array(record.getUserHandle()))
                ? lookupAll(credentialId).stream().findFirst()
                : Optional.empty();
    }

    @Override
    public Set<RegisteredCredential> lookupAll(ByteArray credentialId) {
        return Devices.keys(record).stream()
                .map(DeviceRecord::getKey)
                .filter(key -> SecurityKeys.array(key.getCredentialId()).equals(credentialId))
                .map(key -> RegisteredCredential.builder()
                        .credentialId(credentialId)
                        .userHandle(SecurityKeys.array(record.getUserHandle()))
                        .publicKeyCose(SecurityKeys.array(key.getPublicKey()))
                        .signatureCount(key.getCounter())
                        .build())
                .collect(Collectors.toSet());
    }
}
