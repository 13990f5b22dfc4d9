package dev.sallyport.auth.requests;

import dev.sallyport.auth.machines.NodeEntry;
import dev.sallyport.auth.machines.NodeIndex;
import dev.sallyport.auth.roles.RoleBook;
import dev.sallyport.auth.state.Paging;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.model.access.AccessDecision;
import dev.sallyport.model.access.Action;
import dev.sallyport.model.access.Circumstances;
import dev.sallyport.model.access.Decision;
import dev.sallyport.model.access.Identity;
import dev.sallyport.model.access.Resource;
import dev.sallyport.model.role.Role;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What somebody could ask for: roles, and the nodes that these reach. */
public final class RequestScope {

    /** Roles that are looked at; a cluster with more names the role itself. */
    private static final int MOST_ROLES = Paging.MAX_SIZE;

    private static final int MOST_SUGGESTED = 16;
    private static final int MOST_OF_A_NAME = 2;

    private final RoleBook roles;
    private final NodeIndex nodes;

    public RequestScope(RoleBook roles, NodeIndex nodes) {
        this.roles = roles;
        this.nodes = nodes;
    }

    /** Roles that the party may ask for, in the order of their names. */
    private List<Role> requestable(RequestParty party) {
        List<String> names = roles.list(new Paging(MOST_ROLES, "")).items().stream()
                .map(role -> role.getMetadata().getName())
                .filter(name -> !party.identity().roles().contains(name))
                .filter(name -> party.termsOf(name).isPresent())
                .toList();
        return roles.known(names);
    }

    /**
     * Nodes by name or id that one of these roles reaches, or one for which the party may ask.
     *
     * @param wanted roles by name; none: all that may be asked for
     * @throws Failure NOT_FOUND for a node that none of them reaches, INVALID for a name that several have
     */
    public List<Resource.Node> nodes(RequestParty party, List<String> names, List<String> wanted, Instant now) {
        if (names.isEmpty()) {
            return List.of();
        }
        List<Role> reach = wanted.isEmpty() ? requestable(party) : roles.known(wanted);
        List<Resource.Node> found = new ArrayList<>();
        for (String name : names) {
            List<Resource.Node> named = named(name).stream()
                    .filter(node -> reach.stream().anyMatch(role -> sees(party, role, node, now)))
                    .toList();
            if (named.size() > 1) {
                throw Failure.of(FailureCode.INVALID, "several nodes are called " + name + ": give the id of one");
            }
            found.add(named.stream()
                    .findFirst()
                    .orElseThrow(() -> Failure.of(
                            FailureCode.NOT_FOUND,
                            "there is no node '" + name + "' that a role reaches for which you may ask")));
        }
        return found;
    }

    /** Roles for which the party may ask and that reach one of these nodes; at most {@value #MOST_SUGGESTED}. */
    public List<String> reaching(RequestParty party, List<Resource.Node> nodes, Instant now) {
        Set<String> names = new LinkedHashSet<>();
        for (Role role : requestable(party)) {
            if (nodes.stream().anyMatch(node -> sees(party, role, node, now))) {
                names.add(role.name());
            }
        }
        return names.stream().limit(MOST_SUGGESTED).toList();
    }

    /** Whether the party may do this already. */
    public boolean allowed(RequestParty party, String node, Action action, Instant now) {
        return named(node).stream()
                .anyMatch(there ->
                        AccessDecision.decide(party.identity(), there, action, new Circumstances(now), party.roles())
                                instanceof Decision.Allow);
    }

    /** Whether a session there, which the party may have, takes a second factor of its own. */
    public boolean takesSecondFactor(RequestParty party, String node, Action action, Instant now) {
        return named(node).stream()
                .map(there ->
                        AccessDecision.decide(party.identity(), there, action, new Circumstances(now), party.roles()))
                .anyMatch(decision -> decision instanceof Decision.Allow allow
                        && allow.grants().sessionSecondFactor());
    }

    /** Roles each of which, asked for and granted, would allow this, and nothing that the party has denies. */
    public List<String> allowing(RequestParty party, String node, Action action, Instant now) {
        List<Resource.Node> there = named(node);
        return requestable(party).stream()
                .filter(role -> there.stream().anyMatch(each -> allows(party, role, each, action, now)))
                .map(Role::name)
                .limit(MOST_SUGGESTED)
                .toList();
    }

    /** Whether asking for it takes a reason. */
    public boolean needsReason(RequestParty party, String role) {
        return party.termsOf(role).filter(RequestTerms::reasonRequired).isPresent();
    }

    private static boolean sees(RequestParty party, Role role, Resource.Node node, Instant now) {
        return allows(party, role, node, new Action.See(), now);
    }

    private static boolean allows(RequestParty party, Role role, Resource.Node node, Action action, Instant now) {
        Identity with = new Identity(
                party.name(),
                Identity.Kind.USER,
                party.identity().roles(),
                party.identity().traits(),
                List.of(new Identity.Extra("", List.of(role.name()), List.of())));
        List<Role> held = new ArrayList<>(party.roles());
        held.add(role);
        return AccessDecision.decide(with, node, action, new Circumstances(now), held) instanceof Decision.Allow;
    }

    /** Nodes with this id or name; at most two. */
    public List<Resource.Node> named(String name) {
        NodeEntry byId = nodes.find(name);
        return byId != null
                ? List.of(byId.node())
                : nodes.page(java.util.Map.of(), entry -> entry.node().name().equals(name), "", MOST_OF_A_NAME).stream()
                        .map(NodeEntry::node)
                        .toList();
    }
}
