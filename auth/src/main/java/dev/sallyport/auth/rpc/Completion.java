package dev.sallyport.auth.rpc;

import dev.sallyport.api.v1.LoginWish;
import dev.sallyport.api.v1.UserCredentials;
import dev.sallyport.auth.access.FactorPolicy;
import dev.sallyport.auth.people.Admission;
import dev.sallyport.auth.people.DeviceDesk;
import dev.sallyport.auth.state.v1.CredentialRecord;
import dev.sallyport.pki.Keys;
import dev.sallyport.pki.ssh.SshKeys;
import java.time.Duration;

/** What every way in begins and ends with: what is asked to be certified, and what is told beside the certificates. */
public record Completion(ProxyAddresses addresses, DeviceDesk devices, FactorPolicy policy) {

    /** @throws dev.sallyport.model.Failure INVALID for keys that are none, and for a life that nobody may have */
    static Admission.Wish wish(LoginWish wish) {
        return new Admission.Wish(
                Keys.tlsPublicKey(wish.getTlsPublicKey().toByteArray()),
                SshKeys.parseKey(wish.getSshPublicKey()),
                Duration.ofSeconds(wish.getTtlSeconds()),
                wish.getRequestIdsList());
    }

    /** With the proxies' addresses, and whether policy wants a second factor of somebody who has none. */
    UserCredentials complete(UserCredentials credentials) {
        CredentialRecord record = devices.of(credentials.getUser());
        return credentials.toBuilder()
                .setProxyPublicAddress(addresses.publicAddress())
                .setProxySshAddress(addresses.sshAddress())
                .setAddSecondFactor(record.getDevicesCount() == 0 && policy.wantsOne(credentials.getUser(), record))
                .build();
    }
}
