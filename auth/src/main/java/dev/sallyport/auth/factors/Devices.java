package dev.sallyport.auth.factors;

import dev.sallyport.auth.requests.Marks;
import dev.sallyport.auth.state.OneTimeCode;
import dev.sallyport.auth.state.v1.CredentialRecord;
import dev.sallyport.auth.state.v1.DeviceRecord;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The devices in a person's record. */
public final class Devices {

    /** Of one person. */
    public static final int MOST = 16;

    /** What the first authenticator app is called, and one from before there were several. */
    public static final String FIRST = "authenticator";

    private Devices() {}

    /** The record with its devices in the one place for them. */
    public static CredentialRecord upgraded(CredentialRecord record) {
        if (record.getTotpSeed().isEmpty()) {
            return record;
        }
        DeviceRecord first = DeviceRecord.newBuilder()
                .setId(new OneTimeCode(
                                "device " + Marks.ofFactor(record.getTotpSeed().toByteArray()))
                        .id())
                .setName(FIRST)
                .setCodes(DeviceRecord.OneTimeCodes.newBuilder()
                        .setSeed(record.getTotpSeed())
                        .setStep(record.getTotpStep()))
                .build();
        return record.toBuilder()
                .clearTotpSeed()
                .clearTotpStep()
                .addDevices(0, first)
                .build();
    }

    public static List<DeviceRecord> keys(CredentialRecord record) {
        return record.getDevicesList().stream().filter(DeviceRecord::hasKey).toList();
    }

    public static boolean hasCodes(CredentialRecord record) {
        return record.getDevicesList().stream().anyMatch(DeviceRecord::hasCodes);
    }

    /** By id or name. */
    public static Optional<DeviceRecord> find(CredentialRecord record, String word) {
        return record.getDevicesList().stream()
                .filter(device ->
                        device.getId().equals(word) || device.getName().equals(word))
                .findFirst();
    }

    /** The record with this device in place of the one with its id. */
    static CredentialRecord with(CredentialRecord record, DeviceRecord changed) {
        CredentialRecord.Builder next = record.toBuilder().clearDevices();
        record.getDevicesList()
                .forEach(device -> next.addDevices(device.getId().equals(changed.getId()) ? changed : device));
        return next.build();
    }

    /** The record without this device. */
    public static CredentialRecord without(CredentialRecord record, DeviceRecord removed) {
        return record.toBuilder()
                .clearDevices()
                .addAllDevices(record.getDevicesList().stream()
                        .filter(device -> !device.getId().equals(removed.getId()))
                        .toList())
                .build();
    }

    /** By which two accounts are known to be one person's. */
    public static Set<String> marks(CredentialRecord record) {
        return record.getDevicesList().stream()
                .map(device -> device.hasKey()
                        ? device.getKey().getCredentialId()
                        : device.getCodes().getSeed())
                .map(bytes -> Marks.ofFactor(bytes.toByteArray()))
                .collect(Collectors.toSet());
    }

    /** {@code totp} or {@code webauthn}. */
    public static String kind(DeviceRecord device) {
        return device.hasKey() ? "webauthn" : "totp";
    }
}
