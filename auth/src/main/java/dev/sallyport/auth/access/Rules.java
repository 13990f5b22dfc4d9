package dev.sallyport.auth.access;

import dev.sallyport.api.v1.AccessServiceGrpc;
import dev.sallyport.api.v1.AuditServiceGrpc;
import dev.sallyport.api.v1.BrowserServiceGrpc;
import dev.sallyport.api.v1.ConnectorServiceGrpc;
import dev.sallyport.api.v1.EmitterServiceGrpc;
import dev.sallyport.api.v1.FactorServiceGrpc;
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
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.role.Kind;
import dev.sallyport.model.role.Verb;
import io.grpc.MethodDescriptor;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The rule of each method. {@code api-access.golden} beside the test shows what they come to for each kind of caller. */
public final class Rules {

    private static final Rule ANYBODY = new Rule.Anybody();
    private static final Rule NEWCOMERS = new Rule.Newcomers();
    private static final Rule PEOPLE = new Rule.People();
    private static final Rule NODES = new Rule.Machines(Set.of(Identity.Kind.NODE));
    private static final Rule PROXIES = new Rule.Machines(Set.of(Identity.Kind.PROXY));
    private static final Rule MACHINES = new Rule.Machines(Set.of(Identity.Kind.NODE, Identity.Kind.PROXY));

    private final Map<String, Rule> byMethod = new TreeMap<>();
    private final Map<String, MethodDescriptor<?, ?>> descriptors = new TreeMap<>();

    public Rules() {
        people();
        machines();
        connectors();
        give(all(Kind.USER, Verb.CREATE), UserServiceGrpc.getAddUserMethod());
        give(all(Kind.USER, Verb.UPDATE), UserServiceGrpc.getPutUserMethod());
        give(all(Kind.USER, Verb.LIST), UserServiceGrpc.getListUsersMethod());
        give(all(Kind.USER, Verb.READ), UserServiceGrpc.getGetUserMethod());
        give(all(Kind.USER, Verb.DELETE), UserServiceGrpc.getRemoveUserMethod());
        give(all(Kind.USER, Verb.UPDATE), UserServiceGrpc.getResetUserMethod());
        give(new Rule.OnSome(Kind.ROLE, Verb.UPDATE), RoleServiceGrpc.getPutRoleMethod());
        give(new Rule.OnSome(Kind.ROLE, Verb.LIST), RoleServiceGrpc.getListRolesMethod());
        give(new Rule.OnSome(Kind.ROLE, Verb.READ), RoleServiceGrpc.getGetRoleMethod());
        give(new Rule.OnSome(Kind.ROLE, Verb.DELETE), RoleServiceGrpc.getRemoveRoleMethod());
        give(all(Kind.NODE, Verb.DELETE), NodeServiceGrpc.getRemoveNodeMethod());
        give(all(Kind.PROXY, Verb.LIST), MachineServiceGrpc.getListProxiesMethod());
        give(all(Kind.PROXY, Verb.DELETE), MachineServiceGrpc.getRemoveProxyMethod());
        give(all(Kind.LOCK, Verb.CREATE), LockServiceGrpc.getAddLockMethod());
        give(all(Kind.LOCK, Verb.LIST), LockServiceGrpc.getListLocksMethod());
        give(all(Kind.LOCK, Verb.LIST), LockServiceGrpc.getGetRevocationListMethod());
        give(all(Kind.LOCK, Verb.DELETE), LockServiceGrpc.getRemoveLockMethod());
        give(PEOPLE, AccessServiceGrpc.getExplainAccessMethod());
        give(all(Kind.ROLE, Verb.READ), AccessServiceGrpc.getDiffRoleMethod());
        give(all(Kind.TOKEN, Verb.CREATE), TokenServiceGrpc.getAddTokenMethod());
        give(all(Kind.TOKEN, Verb.LIST), TokenServiceGrpc.getListTokensMethod());
        give(all(Kind.TOKEN, Verb.DELETE), TokenServiceGrpc.getRemoveTokenMethod());
        give(all(Kind.TOKEN, Verb.CREATE), EmitterServiceGrpc.getAddEmitterMethod());
        give(all(Kind.TOKEN, Verb.LIST), EmitterServiceGrpc.getListEmittersMethod());
        give(all(Kind.TOKEN, Verb.DELETE), EmitterServiceGrpc.getRemoveEmitterMethod());
    }

    /** The rule of a method, by its full name {@code sallyport.v1.UserService/AddUser}; none: it is closed. */
    public Optional<Rule> of(String method) {
        return Optional.ofNullable(byMethod.get(method));
    }

    /** Every method that is open to somebody. */
    public Collection<MethodDescriptor<?, ?>> methods() {
        return List.copyOf(descriptors.values());
    }

    private void people() {
        give(ANYBODY, LoginServiceGrpc.getGetTrustMethod());
        give(NEWCOMERS, LoginServiceGrpc.getLoginMethod());
        give(NEWCOMERS, LoginServiceGrpc.getStartLoginMethod());
        give(NEWCOMERS, LoginServiceGrpc.getFinishLoginMethod());
        give(NEWCOMERS, LoginServiceGrpc.getStartHeadlessLoginMethod());
        FactorServiceGrpc.getServiceDescriptor().getMethods().forEach(method -> give(PEOPLE, method));
        give(NEWCOMERS, LoginServiceGrpc.getOpenInviteMethod());
        give(NEWCOMERS, LoginServiceGrpc.getAcceptInviteMethod());
        give(ANYBODY, SsoServiceGrpc.getListWaysMethod());
        give(NEWCOMERS, SsoServiceGrpc.getBeginSsoMethod());
        give(NEWCOMERS, SsoServiceGrpc.getFinishSsoMethod());
        give(NEWCOMERS, SsoServiceGrpc.getDirectoryLoginMethod());
        give(PEOPLE, NodeServiceGrpc.getListNodesMethod());
        give(PEOPLE, RecordingServiceGrpc.getListSessionsMethod());
        RequestServiceGrpc.getServiceDescriptor().getMethods().forEach(method -> give(PEOPLE, method));
        SessionServiceGrpc.getServiceDescriptor().getMethods().forEach(method -> give(PEOPLE, method));
        ListServiceGrpc.getServiceDescriptor().getMethods().forEach(method -> give(PEOPLE, method));
        give(PEOPLE, RecordingServiceGrpc.getReadRecordingMethod());
        give(PEOPLE, RecordingServiceGrpc.getSearchRecordingsMethod());
        give(PEOPLE, RecordingServiceGrpc.getAddCommentMethod());
        give(PEOPLE, RecordingServiceGrpc.getListCommentsMethod());
        give(new Rule.OnSome(Kind.EVENT, Verb.LIST), AuditServiceGrpc.getListEventsMethod());
        give(all(Kind.EVENT, Verb.LIST), AuditServiceGrpc.getReadLogMethod());
        give(all(Kind.EVENT, Verb.DELETE), AuditServiceGrpc.getShredSubjectMethod());
    }

    private void connectors() {
        give(all(Kind.CONNECTOR, Verb.UPDATE), ConnectorServiceGrpc.getPutConnectorMethod());
        give(all(Kind.CONNECTOR, Verb.LIST), ConnectorServiceGrpc.getListConnectorsMethod());
        give(all(Kind.CONNECTOR, Verb.DELETE), ConnectorServiceGrpc.getRemoveConnectorMethod());
        give(all(Kind.CONNECTOR, Verb.UPDATE), ConnectorServiceGrpc.getPutLoginRuleMethod());
        give(all(Kind.CONNECTOR, Verb.LIST), ConnectorServiceGrpc.getListLoginRulesMethod());
        give(all(Kind.CONNECTOR, Verb.DELETE), ConnectorServiceGrpc.getRemoveLoginRuleMethod());
        give(all(Kind.CONNECTOR, Verb.UPDATE), ConnectorServiceGrpc.getRenewScimTokenMethod());
        give(all(Kind.CONNECTOR, Verb.UPDATE), ConnectorServiceGrpc.getBeginTestMethod());
        give(all(Kind.CONNECTOR, Verb.UPDATE), ConnectorServiceGrpc.getFinishTestMethod());
        give(all(Kind.CONNECTOR, Verb.UPDATE), ConnectorServiceGrpc.getTestDirectoryMethod());
    }

    private void machines() {
        give(NEWCOMERS, JoinServiceGrpc.getJoinMethod());
        give(MACHINES, JoinServiceGrpc.getRenewMethod());
        give(MACHINES, NodeServiceGrpc.getGetMachineTrustMethod());
        give(NODES, NodeServiceGrpc.getReportNodeMethod());
        give(NODES, NodeServiceGrpc.getGetPolicyMethod());
        give(NODES, RecordingServiceGrpc.getPutChunkMethod());
        give(NODES, RecordingServiceGrpc.getGetUploadMethod());
        give(MACHINES, AuditServiceGrpc.getEmitEventsMethod());
        give(PROXIES, ProxyServiceGrpc.getLinkMethod());
        give(PROXIES, BrowserServiceGrpc.getExchangeMethod());
    }

    private static Rule all(Kind kind, Verb verb) {
        return new Rule.OnAll(kind, verb);
    }

    private void give(Rule rule, MethodDescriptor<?, ?> method) {
        byMethod.put(method.getFullMethodName(), rule);
        descriptors.put(method.getFullMethodName(), method);
    }
}
