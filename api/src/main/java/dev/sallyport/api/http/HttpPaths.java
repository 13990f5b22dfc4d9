package dev.sallyport.api.http;

import dev.sallyport.api.http.HttpPath.Verb;
import java.util.ArrayList;
import java.util.List;

/** Every path. */
public final class HttpPaths {

    private final List<HttpPath> all = new ArrayList<>();

    private HttpPaths() {
        people();
        factors();
        signOn();
        machines();
        requests();
        lists();
        trail();
    }

    /** In the order of the reference. */
    public static List<HttpPath> all() {
        return List.copyOf(new HttpPaths().all);
    }

    private void people() {
        get("LoginService.GetTrust", "/v1/trust");
        get("UserService.ListUsers", "/v1/users");
        get("UserService.GetUser", "/v1/users/{name}");
        post("UserService.AddUser", "/v1/users");
        put("UserService.PutUser", "/v1/users/{user.name}");
        post("UserService.ResetUser", "/v1/users/{name}:reset");
        delete("UserService.RemoveUser", "/v1/users/{name}");
        get("RoleService.ListRoles", "/v1/roles");
        get("RoleService.GetRole", "/v1/roles/{name}");
        put("RoleService.PutRole", "/v1/roles/{role.metadata.name}");
        delete("RoleService.RemoveRole", "/v1/roles/{name}");
        post("AccessService.ExplainAccess", "/v1/access:explain");
        post("AccessService.DiffRole", "/v1/access:diff");
    }

    private void factors() {
        get("FactorService.ListDevices", "/v1/devices");
        post("FactorService.StartDevice", "/v1/devices");
        post("FactorService.FinishDevice", "/v1/devices:finish");
        delete("FactorService.RemoveDevice", "/v1/devices/{device}");
        post("FactorService.MakeRecoveryCodes", "/v1/recovery-codes");
        post("FactorService.StartProof", "/v1/proofs");
        post("FactorService.AnswerProof", "/v1/proofs/{id}:answer");
        post("FactorService.IssueSessionCertificate", "/v1/session-certificates");
        get("FactorService.ListHeadlessLogins", "/v1/headless-logins");
        post("FactorService.ApproveHeadlessLogin", "/v1/headless-logins/{code}:approve");
    }

    private void signOn() {
        get("SsoService.ListWays", "/v1/ways");
        get("ConnectorService.ListConnectors", "/v1/connectors");
        post("ConnectorService.PutConnector", "/v1/connectors");
        delete("ConnectorService.RemoveConnector", "/v1/connectors/{name}");
        post("ConnectorService.RenewScimToken", "/v1/connectors/{connector}:scim");
        get("ConnectorService.ListLoginRules", "/v1/login-rules");
        put("ConnectorService.PutLoginRule", "/v1/login-rules/{rule.metadata.name}");
        delete("ConnectorService.RemoveLoginRule", "/v1/login-rules/{name}");
    }

    private void machines() {
        get("TokenService.ListTokens", "/v1/tokens");
        post("TokenService.AddToken", "/v1/tokens");
        delete("TokenService.RemoveToken", "/v1/tokens/{id}");
        get("NodeService.ListNodes", "/v1/nodes");
        delete("NodeService.RemoveNode", "/v1/nodes/{id}");
        get("MachineService.ListProxies", "/v1/proxies");
        delete("MachineService.RemoveProxy", "/v1/proxies/{id}");
        get("LockService.ListLocks", "/v1/locks");
        post("LockService.AddLock", "/v1/locks");
        delete("LockService.RemoveLock", "/v1/locks/{id}");
        get("LockService.GetRevocationList", "/v1/revocation-list");
    }

    private void requests() {
        get("RequestService.ListRequests", "/v1/requests");
        get("RequestService.GetRequest", "/v1/requests/{id}");
        post("RequestService.CreateRequest", "/v1/requests");
        post("RequestService.SuggestRequest", "/v1/requests:suggest");
        post("RequestService.ReviewRequest", "/v1/requests/{id}:review");
        post("RequestService.PromoteRequest", "/v1/requests/{id}:promote");
        delete("RequestService.DropRequest", "/v1/requests/{id}");
    }

    private void lists() {
        get("ListService.ListLists", "/v1/lists");
        get("ListService.GetList", "/v1/lists/{name}");
        put("ListService.PutList", "/v1/lists/{list.name}");
        delete("ListService.RemoveList", "/v1/lists/{name}");
        post("ListService.PutMember", "/v1/lists/{list}/members");
        post("ListService.RemoveMember", "/v1/lists/{list}/members:remove");
        post("ListService.ReviewList", "/v1/lists/{name}:review");
    }

    private void trail() {
        get("AuditService.ListEvents", "/v1/events");
        post("AuditService.ReadLog", "/v1/log:read");
        post("AuditService.ShredSubject", "/v1/events:shred");
        get("EmitterService.ListEmitters", "/v1/emitters");
        post("EmitterService.AddEmitter", "/v1/emitters");
        delete("EmitterService.RemoveEmitter", "/v1/emitters/{name}");
        get("RecordingService.ListSessions", "/v1/sessions");
        get("SessionService.ListLiveSessions", "/v1/live-sessions");
        post("SessionService.ProvePresence", "/v1/live-sessions/{session_id}:prove");
        post("SessionService.TerminateSession", "/v1/live-sessions/{session_id}:terminate");
        get("RecordingService.ListComments", "/v1/sessions/{session_id}/comments");
        post("RecordingService.AddComment", "/v1/sessions/{session_id}/comments");
        post("RecordingService.SearchRecordings", "/v1/recordings:search");
    }

    private void get(String method, String template) {
        add(method, Verb.GET, template, false);
    }

    private void delete(String method, String template) {
        add(method, Verb.DELETE, template, false);
    }

    private void put(String method, String template) {
        add(method, Verb.PUT, template, true);
    }

    private void post(String method, String template) {
        add(method, Verb.POST, template, true);
    }

    private void add(String method, Verb verb, String template, boolean body) {
        all.add(new HttpPath("sallyport.v1." + method, verb, template, body));
    }
}
