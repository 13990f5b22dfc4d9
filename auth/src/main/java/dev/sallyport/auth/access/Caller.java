package dev.sallyport.auth.access;

import dev.sallyport.audit.event.EventSubject;
import dev.sallyport.auth.authority.MachineIssuer;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.RoleSet;
import dev.sallyport.model.role.Role;
import java.time.Instant;
import java.util.List;

/** Who is calling, from where. */
public sealed interface Caller {

    /** Address and port as the listener saw them. */
    String source();

    /** What the audit trail says of whoever did something. */
    EventSubject subject();

    /** Showed no certificate. */
    record Nobody(String source) implements Caller {
        @Override
        public EventSubject subject() {
            return EventSubject.NONE.withSource(source);
        }
    }

    /**
     * Showed a certificate that was verified.
     *
     * @param roles those of the certificate that the holder still has, as they are now, made ready for the decisions of this call; empty for
     *     machines
     * @param notBefore of the certificate
     * @param notAfter of the certificate
     * @param key hash of the public key in it; empty where it does not matter
     */
    record Known(Identity identity, RoleSet roles, Instant notBefore, Instant notAfter, String source, String key)
            implements Caller {
        public Known(Identity identity, List<Role> roles, Instant notBefore, String source) {
            this(identity, RoleSet.of(roles), notBefore, Instant.MAX, source, "");
        }

        @Override
        public EventSubject subject() {
            EventSubject from = EventSubject.NONE.withSource(source);
            return switch (identity.kind()) {
                case USER, LOCAL_ADMIN -> from.withUser(identity.user());
                case NODE -> from.withNode(identity.user(), machineName());
                case PROXY, AUTH -> from;
            };
        }

        /** The host name in a machine's certificate. */
        public String machineName() {
            return String.join(",", identity.traits().getOrDefault(MachineIssuer.NAME, List.of()));
        }
    }

    /** Whoever showed a certificate. */
    default Known known() {
        return switch (this) {
            case Known known -> known;
            case Nobody _ -> throw Failure.of(FailureCode.UNAUTHENTICATED, Authorization.LOG_IN);
        };
    }
}
