package dev.sallyport.cli.fido;

import com.google.protobuf.ByteString;
import dev.sallyport.api.v1.KeyAssertion;
import dev.sallyport.api.v1.KeyAttestation;
import dev.sallyport.api.v1.KeyOffer;
import dev.sallyport.api.v1.KeyRequest;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Keys that are plugged into this machine. Those that do not know the person are passed over; the first that does is waited for. */
public final class SystemKeys implements KeyReader {

    private static final long MOST_DEVICES = 16;

    private final Supplier<Optional<Fido2>> library;

    private SystemKeys(Supplier<Optional<Fido2>> library) {
        this.library = library;
    }

    /** By the system's libfido2, which is looked for when it is needed. */
    public static SystemKeys ofMachine() {
        return new SystemKeys(Fido2::open);
    }

    @Override
    public Optional<String> obstacle() {
        Optional<Fido2> fido = library.get();
        if (fido.isEmpty()) {
            return Optional.of("this machine has no libfido2 (Debian: apt-get install libfido2-1)");
        }
        return paths(fido.get()).isEmpty() ? Optional.of("no security key is plugged in") : Optional.empty();
    }

    @Override
    public KeyAssertion sign(KeyRequest request, Supplier<Optional<String>> pin) {
        Fido2 fido = required();
        for (String path : paths(fido)) {
            try (Device device = Device.open(fido, path);
                    Asked asked = Asked.assertion(fido, request)) {
                int code = device.asked("fido_dev_get_assert", asked, request.getVerifyUser(), pin);
                if (code == FidoError.OK) {
                    return asked.assertion(request);
                }
                if (code != FidoError.NO_CREDENTIALS) {
                    throw FidoError.failure(fido, code);
                }
            }
        }
        throw Failure.of(
                FailureCode.NOT_FOUND,
                "no security key in this machine is yours: plug another one in, or use --mfa-mode=browser or otp");
    }

    @Override
    public KeyAttestation make(KeyOffer offer, Supplier<Optional<String>> pin) {
        Fido2 fido = required();
        String path = paths(fido).stream().findFirst().orElseThrow(SystemKeys::none);
        try (Device device = Device.open(fido, path);
                Asked asked = Asked.credential(fido, offer)) {
            int code = device.asked("fido_dev_make_cred", asked, offer.getVerifyUser(), pin);
            if (code != FidoError.OK) {
                throw FidoError.failure(fido, code);
            }
            return asked.attestation(offer);
        }
    }

    private Fido2 required() {
        return library.get().orElseThrow(SystemKeys::none);
    }

    private static Failure none() {
        return Failure.of(FailureCode.NOT_FOUND, "no security key is plugged into this machine");
    }

    private static List<String> paths(Fido2 fido) {
        MemorySegment list = fido.pointer("fido_dev_info_new", MOST_DEVICES);
        if (list.equals(MemorySegment.NULL)) {
            return List.of();
        }
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment found = arena.allocate(ValueLayout.JAVA_LONG);
            if (fido.code("fido_dev_info_manifest", list, MOST_DEVICES, found) != FidoError.OK) {
                return List.of();
            }
            List<String> paths = new ArrayList<>();
            for (long i = 0; i < found.get(ValueLayout.JAVA_LONG, 0); i++) {
                paths.add(fido.text("fido_dev_info_path", fido.pointer("fido_dev_info_ptr", list, i)));
            }
            return paths;
        } finally {
            fido.free("fido_dev_info_free", list, MOST_DEVICES);
        }
    }

    static ByteString bytes(byte[] bytes) {
        return ByteString.copyFrom(bytes);
    }
}
