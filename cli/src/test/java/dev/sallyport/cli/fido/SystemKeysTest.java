package dev.sallyport.cli.fido;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.KeyOffer;
import dev.sallyport.api.v1.KeyRequest;
import dev.sallyport.model.Failure;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The system's libfido2, as far as it goes on a machine without a key. */
class SystemKeysTest {

    private static final KeyRequest REQUEST = KeyRequest.newBuilder()
            .setChallenge(ByteString.copyFromUtf8("challenge"))
            .setRpId("proxy.example.com")
            .setOrigin("https://proxy.example.com")
            .addCredentialIds(ByteString.copyFromUtf8("credential"))
            .build();

    @Test
    void withoutAKeyItSaysSo() {
        // Given
        SystemKeys keys = SystemKeys.ofMachine();

        // When
        Optional<String> obstacle = keys.obstacle();
        Throwable signing = catchThrowable(() -> keys.sign(REQUEST, Optional::empty));
        Throwable making = catchThrowable(
                () -> keys.make(KeyOffer.newBuilder().addAlgorithms(-7).build(), Optional::empty));

        // Then
        assertThat(obstacle.orElse("")).containsAnyOf("no security key is plugged in", "has no libfido2");
        assertThat(signing).isInstanceOf(Failure.class).hasMessageContaining("no security key");
        assertThat(making).isInstanceOf(Failure.class).hasMessageContaining("no security key");
    }

    @Test
    void theLibraryTakesWhatItIsAskedAndHasAllThatIsNeeded() {
        // Given
        Optional<Fido2> library = Fido2.open();

        // When: as far as a key would be asked
        library.ifPresent(fido -> {
            try (Asked assertion = Asked.assertion(fido, REQUEST);
                    Asked credential = Asked.credential(
                            fido,
                            KeyOffer.newBuilder()
                                    .setChallenge(REQUEST.getChallenge())
                                    .setRpId(REQUEST.getRpId())
                                    .setRpName("Sallyport test")
                                    .setOrigin(REQUEST.getOrigin())
                                    .setUserHandle(ByteString.copyFromUtf8("handle"))
                                    .setUserName("alice")
                                    .addAlgorithms(-7)
                                    .addExclude(ByteString.copyFromUtf8("other"))
                                    .setResident(true)
                                    .setVerifyUser(true)
                                    .build())) {
                // Then
                assertThat(assertion.handle()).isNotNull();
                assertThat(credential.handle()).isNotNull();
                assertThat(fido.size("fido_assert_count", assertion.handle())).isZero();
                assertThat(fido.bytes("fido_cred_authdata_raw", credential.handle()))
                        .isEmpty();
                assertThat(fido.bytes("fido_cred_attstmt", credential.handle())).isEmpty();
                assertThat(fido.text("fido_strerr", FidoError.PIN_INVALID)).isEqualTo("FIDO_ERR_PIN_INVALID");
            }
        });
        assertThat(library.isPresent())
                .isEqualTo(SystemKeys.ofMachine().obstacle().orElse("").contains("plugged"));
    }

    @Test
    void whatAKeySaysGoesIntoItsEnvelopeAndOutOfIt() {
        // Given
        HexFormat hex = HexFormat.of();

        // When
        byte[] object = AttestationObject.of("none", hex.parseHex("a0"), new byte[300]);

        // Then
        assertThat(hex.formatHex(object))
                .startsWith("a363666d74646e6f6e656761747453746d74a068617574684461746159012c00");
        assertThat(AttestationObject.bare(hex.parseHex("4301aabb"))).containsExactly(1, 0xaa, 0xbb);
        assertThat(AttestationObject.bare(hex.parseHex("5803010203"))).containsExactly(1, 2, 3);
        assertThat(catchThrowable(() -> AttestationObject.bare(hex.parseHex("a0"))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
