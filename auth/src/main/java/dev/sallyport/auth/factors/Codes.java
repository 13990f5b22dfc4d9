package dev.sallyport.auth.factors;

import dev.sallyport.auth.state.v1.CredentialRecord;
import dev.sallyport.auth.state.v1.DeviceRecord;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Codes that people type: six digits of an authenticator app, or a recovery code. Each is good once. */
public final class Codes {

    private static final FactorOutcome WRONG = new FactorOutcome.Wrong("second factor");

    private Codes() {}

    /** What becomes of a code. */
    public static FactorOutcome check(CredentialRecord record, String code, Instant now) {
        return code.length() > 64
                ? WRONG
                : RecoveryCode.looksLike(code) ? recovery(record, code) : oneTime(record, code, now);
    }

    private static FactorOutcome oneTime(CredentialRecord record, String code, Instant now) {
        FactorOutcome outcome = WRONG;
        for (DeviceRecord device : record.getDevicesList()) {
            if (device.hasCodes()) {
                OptionalLong step =
                        Totp.matchingStep(device.getCodes().getSeed().toByteArray(), code, now);
                if (step.isPresent() && device.getCodes().getStep() < step.getAsLong()) {
                    outcome = spent(record, device, step.getAsLong(), now);
                }
            }
        }
        return outcome;
    }

    private static FactorOutcome spent(CredentialRecord record, DeviceRecord device, long step, Instant now) {
        DeviceRecord used = device.toBuilder()
                .setCodes(device.getCodes().toBuilder().setStep(step))
                .setUsedSeconds(now.getEpochSecond())
                .build();
        return new FactorOutcome.Right(Devices.with(record, used), "totp", device.getName(), device.getId());
    }

    private static FactorOutcome recovery(CredentialRecord record, String code) {
        OptionalInt found = RecoveryCode.find(record, code);
        if (found.isEmpty()) {
            return WRONG;
        }
        List<com.google.protobuf.ByteString> left = new ArrayList<>(record.getRecoveryCodesList());
        left.remove(found.getAsInt());
        CredentialRecord after = record.toBuilder()
                .clearRecoveryCodes()
                .addAllRecoveryCodes(left)
                .build();
        return new FactorOutcome.Right(after, "recovery", "recovery code", "");
    }
}
