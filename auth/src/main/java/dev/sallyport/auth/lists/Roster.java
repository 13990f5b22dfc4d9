package dev.sallyport.auth.lists;

import dev.sallyport.auth.state.v1.ListRecord;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All lists as they are at one moment, and what they come to. */
final class Roster {

    static final Roster EMPTY = new Roster(List.of());

    /** Lists on lists on lists. */
    static final int DEEPEST = 8;

    private final Map<String, ListRecord> lists = new HashMap<>();
    private final Map<String, List<Step>> byUser = new HashMap<>();
    private final Map<String, List<Step>> byList = new HashMap<>();

    /** On that list, until then. */
    record Step(ListRecord list, Instant until) {}

    Roster(Collection<ListRecord> records) {
        for (ListRecord list : records) {
            lists.put(list.getName(), list);
            for (ListRecord.Member member : list.getMembersList()) {
                Map<String, List<Step>> side = member.getList().isEmpty() ? byUser : byList;
                side.computeIfAbsent(member.getUser() + member.getList(), _ -> new ArrayList<>())
                        .add(new Step(list, expiry(member)));
            }
        }
    }

    static Instant expiry(ListRecord.Member member) {
        return member.getExpiresSeconds() == 0 ? Instant.MAX : Instant.ofEpochSecond(member.getExpiresSeconds());
    }

    int size() {
        return lists.size();
    }

    Collection<ListRecord> all() {
        return lists.values();
    }

    Optional<ListRecord> find(String name) {
        return Optional.ofNullable(lists.get(name));
    }

    /** Lists that the user is on at this moment, by others too, and until when. A list that lapsed leads nowhere. */
    Collection<Step> of(String user, Instant now) {
        Map<String, Step> on = new HashMap<>();
        Deque<Step> open = new ArrayDeque<>(byUser.getOrDefault(user, List.of()));
        while (!open.isEmpty()) {
            Step step = open.pop();
            String name = step.list().getName();
            Instant until = earlier(step.until(), Reviews.lapses(step.list()));
            Step known = on.get(name);
            if (until.isAfter(now) && (known == null || until.isAfter(known.until()))) {
                on.put(name, new Step(step.list(), until));
                byList.getOrDefault(name, List.of())
                        .forEach(up -> open.push(new Step(up.list(), earlier(until, up.until()))));
            }
        }
        return on.values();
    }

    /** Roles that lists give the user at this moment. */
    ListGrant grant(String user, Instant now) {
        Map<String, Instant> roles = new HashMap<>();
        for (Step on : of(user, now)) {
            on.list().getRolesList().forEach(role -> roles.merge(role, on.until(), Roster::later));
        }
        return roles.isEmpty() ? ListGrant.NONE : new ListGrant(roles);
    }

    /** Users who lose a role where these lists take the place of the ones here. */
    Set<String> losers(Roster after, Instant now) {
        Set<String> losers = new LinkedHashSet<>();
        for (String user : byUser.keySet()) {
            if (!after.grant(user, now)
                    .roles()
                    .keySet()
                    .containsAll(grant(user, now).roles().keySet())) {
                losers.add(user);
            }
        }
        return losers;
    }

    /** With this list in the place of the one of its name. */
    Roster with(ListRecord list) {
        Map<String, ListRecord> changed = new HashMap<>(lists);
        changed.put(list.getName(), list);
        return new Roster(changed.values());
    }

    Roster without(String name) {
        return new Roster(lists.values().stream()
                .filter(list -> !list.getName().equals(name))
                .toList());
    }

    /** The list that has this one on it; any of them. */
    Optional<String> parent(String name) {
        return byList.getOrDefault(name, List.of()).stream()
                .map(up -> up.list().getName())
                .findFirst();
    }

    /** Whether a list is on itself, by others or not. */
    boolean isCircle(String name) {
        Set<String> seen = new HashSet<>();
        Deque<String> open = new ArrayDeque<>(parents(name));
        while (!open.isEmpty()) {
            String next = open.pop();
            if (next.equals(name)) {
                return true;
            }
            if (seen.add(next)) {
                open.addAll(parents(next));
            }
        }
        return false;
    }

    /** How many lists are on each other at most. There must be no circle. */
    int depth() {
        Map<String, Integer> known = new HashMap<>();
        return lists.keySet().stream()
                .mapToInt(name -> depth(name, known))
                .max()
                .orElse(0);
    }

    private int depth(String name, Map<String, Integer> known) {
        Integer depth = known.get(name);
        if (depth == null) {
            depth = 1
                    + parents(name).stream()
                            .mapToInt(parent -> depth(parent, known))
                            .max()
                            .orElse(0);
            known.put(name, depth);
        }
        return depth;
    }

    private List<String> parents(String name) {
        return byList.getOrDefault(name, List.of()).stream()
                .map(up -> up.list().getName())
                .toList();
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
