package dev.sallyport.auth.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.v1.AccessServiceGrpc;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.ConnectorServiceGrpc;
import dev.sallyport.api.v1.JoinServiceGrpc;
import dev.sallyport.api.v1.ListServiceGrpc;
import dev.sallyport.api.v1.LockServiceGrpc;
import dev.sallyport.api.v1.LoginServiceGrpc;
import dev.sallyport.api.v1.MachineServiceGrpc;
import dev.sallyport.api.v1.NodeServiceGrpc;
import dev.sallyport.api.v1.ProxyServiceGrpc;
import dev.sallyport.api.v1.RecordingServiceGrpc;
import dev.sallyport.api.v1.RequestServiceGrpc;
import dev.sallyport.api.v1.RoleServiceGrpc;
import dev.sallyport.api.v1.SessionServiceGrpc;
import dev.sallyport.api.v1.SsoServiceGrpc;
import dev.sallyport.api.v1.TokenServiceGrpc;
import dev.sallyport.api.v1.UserServiceGrpc;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.role.PresetRoles;
import dev.sallyport.model.role.Role;
import io.grpc.MethodDescriptor;
import io.grpc.ServiceDescriptor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every method of the API against every kind of caller, as a file. */
class ApiAccessGoldenTest {

    private static final Path GOLDEN = Path.of("src/test/resources/api-access.golden");

    private static final List<ServiceDescriptor> SERVICES = List.of(
            AccessServiceGrpc.getServiceDescriptor(),
            AuditServiceGrpc.getServiceDescriptor(),
            ConnectorServiceGrpc.getServiceDescriptor(),
            SsoServiceGrpc.getServiceDescriptor(),
            JoinServiceGrpc.getServiceDescriptor(),
            LockServiceGrpc.getServiceDescriptor(),
            LoginServiceGrpc.getServiceDescriptor(),
            MachineServiceGrpc.getServiceDescriptor(),
            NodeServiceGrpc.getServiceDescriptor(),
            ProxyServiceGrpc.getServiceDescriptor(),
            RecordingServiceGrpc.getServiceDescriptor(),
            ListServiceGrpc.getServiceDescriptor(),
            RequestServiceGrpc.getServiceDescriptor(),
            RoleServiceGrpc.getServiceDescriptor(),
            SessionServiceGrpc.getServiceDescriptor(),
            TokenServiceGrpc.getServiceDescriptor(),
            UserServiceGrpc.getServiceDescriptor());

    private final Authorization authorization = new Authorization(new Rules(), () -> Instant.EPOCH);

    @Test
    void everyMethodIsOpenToWhomTheFileSays() throws IOException {
        // Given
        Map<String, Caller> callers = callers();

        // When
        String matrix = methods()
                .map(method -> "%-45s %s%n"
                        .formatted(
                                method,
                                callers.entrySet().stream()
                                        .filter(caller -> mayCall(caller.getValue(), method))
                                        .map(Map.Entry::getKey)
                                        .collect(Collectors.joining(" "))))
                .collect(Collectors.joining());

        // Then
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(GOLDEN, matrix);
        }
        assertThat(matrix)
                .as("%s; if the change is meant: make golden, read the diff", GOLDEN)
                .isEqualTo(Files.readString(GOLDEN));
    }

    @Test
    void aMethodWithoutARuleIsClosedToAll() {
        // Given
        Map<String, Caller> callers = callers();

        // When
        Stream<Caller> open =
                callers.values().stream().filter(caller -> mayCall(caller, "sallyport.v1.UserService/Unheard"));

        // Then
        assertThat(open).isEmpty();
    }

    @Test
    void everyMethodHasARule() {
        assertThat(methods()).allMatch(method -> new Rules().of(method).isPresent());
    }

    private boolean mayCall(Caller caller, String method) {
        try {
            authorization.require(caller, method);
            return true;
        } catch (Failure e) {
            assertThat(e.code()).isIn(FailureCode.DENIED, FailureCode.UNAUTHENTICATED);
            return false;
        }
    }

    private static Map<String, Caller> callers() {
        Map<String, Caller> callers = new LinkedHashMap<>();
        callers.put("nobody", new Caller.Nobody("192.0.2.1:1"));
        callers.put("access", known(Identity.Kind.USER, PresetRoles.ACCESS));
        callers.put("editor", known(Identity.Kind.USER, PresetRoles.EDITOR));
        callers.put("auditor", known(Identity.Kind.USER, PresetRoles.AUDITOR));
        callers.put("local-admin", known(Identity.Kind.LOCAL_ADMIN, PresetRoles.LOCAL_ADMIN));
        callers.put("node", known(Identity.Kind.NODE, PresetRoles.EDITOR));
        callers.put("proxy", known(Identity.Kind.PROXY, PresetRoles.EDITOR));
        callers.put("auth", known(Identity.Kind.AUTH, PresetRoles.EDITOR));
        return callers;
    }

    /** Machines are given the roles of an editor here, which must not help them. */
    private static Caller known(Identity.Kind kind, Role role) {
        Identity identity = new Identity("somebody", kind, List.of(role.name()), Map.of());
        return new Caller.Known(identity, List.of(role), Instant.EPOCH, "192.0.2.1:1");
    }

    private static Stream<String> methods() {
        return SERVICES.stream()
                .flatMap(service -> service.getMethods().stream())
                .map(MethodDescriptor::getFullMethodName)
                .sorted();
    }
}
