package dev.sallyport.cli.command;

import dev.sallyport.api.v1.Lock;

/** What a lock hits, in words. */
final class LockTargets {

    private LockTargets() {}

    /** {@code user alice}, {@code login root}, {@code node web-1}. */
    static String text(Lock lock) {
        var target = lock.getTarget();
        return switch (target.getTargetCase()) {
            case USER -> "user " + target.getUser();
            case LOGIN -> "login " + target.getLogin();
            case NODE -> "node " + target.getNode();
            case CERTIFICATES -> "certificates of " + target.getCertificates().getUser();
            case ROLE -> "role " + target.getRole();
            case AGENT -> "agent " + target.getAgent();
            case TOKEN -> "token " + target.getToken().getId();
            case SESSION -> "session " + target.getSession();
            case REQUEST -> "request " + target.getRequest();
            case MFA_DEVICE -> "second factor " + target.getMfaDevice();
            case TARGET_NOT_SET -> "something that only a newer sally knows";
        };
    }
}
