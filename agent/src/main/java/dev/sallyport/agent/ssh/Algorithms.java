package dev.sallyport.agent.ssh;

import java.util.List;
import java.util.stream.Stream;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.compression.Compression;
import org.apache.sshd.common.kex.BuiltinDHFactories;
import org.apache.sshd.common.kex.KeyExchangeFactory;
import org.apache.sshd.common.mac.BuiltinMacs;
import org.apache.sshd.common.mac.Mac;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.common.signature.Signature;
import org.apache.sshd.server.ServerBuilder;

/**
 * What is offered to clients, the preferred first. Key exchange: hybrids with a post-quantum part, then the elliptic
 * curve. Ciphers: AES-GCM; ChaCha20 is left out, because it costs twice as much in this runtime and every client that has
 * it has AES too. No compression: it would let a small packet become a large one.
 */
final class Algorithms {

    private Algorithms() {}

    /** @throws IllegalStateException when the runtime lost the post-quantum exchanges: they vanish silently with an old library */
    static List<KeyExchangeFactory> keyExchanges() {
        List<BuiltinDHFactories> wanted = List.of(
                BuiltinDHFactories.mlkem768x25519,
                BuiltinDHFactories.sntrup761x25519,
                BuiltinDHFactories.sntrup761x25519_openssh,
                BuiltinDHFactories.curve25519,
                BuiltinDHFactories.curve25519_libssh,
                BuiltinDHFactories.ecdhp256);
        wanted.stream().filter(factory -> !factory.isSupported()).findFirst().ifPresent(missing -> {
            throw new IllegalStateException("key exchange " + missing.getName() + " is not available");
        });
        return wanted.stream().map(ServerBuilder.DH2KEX).toList();
    }

    static List<NamedFactory<Cipher>> ciphers() {
        return Stream.<NamedFactory<Cipher>>of(
                        BuiltinCiphers.aes128gcm,
                        BuiltinCiphers.aes256gcm,
                        BuiltinCiphers.aes128ctr,
                        BuiltinCiphers.aes192ctr,
                        BuiltinCiphers.aes256ctr)
                .toList();
    }

    static List<NamedFactory<Mac>> macs() {
        return Stream.<NamedFactory<Mac>>of(
                        BuiltinMacs.hmacsha256etm,
                        BuiltinMacs.hmacsha512etm,
                        BuiltinMacs.hmacsha256,
                        BuiltinMacs.hmacsha512)
                .toList();
    }

    static List<NamedFactory<Signature>> signatures() {
        return Stream.<NamedFactory<Signature>>of(BuiltinSignatures.ed25519_cert, BuiltinSignatures.ed25519)
                .toList();
    }

    static List<NamedFactory<Compression>> compressions() {
        return Stream.<NamedFactory<Compression>>of(BuiltinCompressions.none).toList();
    }
}
