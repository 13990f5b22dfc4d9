package dev.sallyport.proxy.link;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.api.v1.LocksChanged;
import dev.sallyport.model.access.Identity;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class KnownLocksTest {

    private static final Instant NOON = Instant.parse("2026-11-21T12:00:00Z");
    private static final Identity ALICE = new Identity("alice", Identity.Kind.USER, List.of("web"), Map.of());
    private static final Identity LENT = new Identity(
            "bob",
            Identity.Kind.USER,
            List.of(),
            Map.of(),
            List.of(new Identity.Extra("1", List.of("web"), List.of())));

    @Test
    void aProxyThatHeardNothingOfLocksLetsNobodyIn() {
        assertThat(KnownLocks.NOTHING.staleFor(ALICE, NOON)).isPresent();
    }

    @Test
    void whoeverHasAStrictRoleAlsoByARequestComesInByWhatIsFreshOnly() {
        // When
        KnownLocks known = KnownLocks.of(
                LocksChanged.newBuilder()
                        .addStrictRoles("web")
                        .setFreshSeconds(300)
                        .build(),
                NOON);

        // Then
        assertThat(known.staleFor(ALICE, NOON.plusSeconds(299))).isEmpty();
        assertThat(known.staleFor(ALICE, NOON.plusSeconds(300)))
                .hasValueSatisfying(why -> assertThat(why).contains("role web wants fresh locks"));
        assertThat(known.staleFor(LENT, NOON.plusSeconds(300))).isPresent();
    }

    @Test
    void whoeverHasNoneComesInByWhatIsKnown() {
        KnownLocks known =
                KnownLocks.of(LocksChanged.newBuilder().addStrictRoles("db").build(), NOON);
        assertThat(known.staleFor(ALICE, NOON.plusSeconds(86_400))).isEmpty();
    }
}
