package dev.sallyport.server.diagnostics;

/**
 * How a role is now.
 *
 * @param role auth, proxy, agent or witness
 * @param ready whether it does all of its work
 * @param reason why it does not; where it does, where it listens or what it is connected to
 */
public record RoleState(String role, boolean ready, String reason) {}
