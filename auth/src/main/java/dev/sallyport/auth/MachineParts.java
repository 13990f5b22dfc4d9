package dev.sallyport.auth;

import dev.sallyport.auth.authority.MachineIssuer;
import dev.sallyport.auth.locks.LockBook;
import dev.sallyport.auth.machines.JoinDesk;
import dev.sallyport.auth.machines.NodeBook;
import dev.sallyport.auth.machines.ProxyBook;
import dev.sallyport.auth.machines.TokenBook;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.store.Store;
import java.security.SecureRandom;
import java.time.InstantSource;

/** How machines come in, and those that did. */
record MachineParts(TokenBook tokens, JoinDesk joins, NodeBook nodes, ProxyBook proxies) {

    static MachineParts wire(
            Store store,
            LockBook locks,
            MachineIssuer issuer,
            Ledger ledger,
            InstantSource clock,
            SecureRandom random) {
        TokenBook tokens = new TokenBook(store, ledger, clock, random);
        return new MachineParts(
                tokens,
                new JoinDesk(store, tokens, locks, issuer, ledger, clock, random),
                new NodeBook(store, ledger),
                new ProxyBook(store, ledger));
    }
}
