package dev.sallyport.auth.authority;

import dev.sallyport.pki.rotation.KeySchedule;
import java.time.Duration;

/**
 * How long keys sign, and how long before and after others must know them.
 *
 * <p>People and agents verify auth with the host CAs that they last heard of, people's {@code known_hosts} has the SSH host
 * CAs: so these are announced a month ahead, and whoever was there within that month needs no new pin. What people hold
 * lives 30 hours; its CAs are announced two days ahead.
 *
 * @param machines host CA and SSH host CA
 * @param people user CA and SSH user CA
 * @param routing keys behind knocks
 */
public record RotationPolicies(KeySchedule.Policy machines, KeySchedule.Policy people, KeySchedule.Policy routing) {

    public static final RotationPolicies DEFAULT = new RotationPolicies(
            new KeySchedule.Policy(Duration.ofDays(365), Duration.ofDays(30)),
            new KeySchedule.Policy(Duration.ofDays(90), Duration.ofDays(2)),
            new KeySchedule.Policy(Duration.ofDays(7), Duration.ofDays(2)));
}
