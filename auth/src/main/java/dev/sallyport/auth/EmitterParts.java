package dev.sallyport.auth;

import dev.sallyport.auth.authority.Authority;
import dev.sallyport.auth.emitters.EmitDesk;
import dev.sallyport.auth.emitters.EmitterBook;
import dev.sallyport.auth.personal.PersonalFields;
import dev.sallyport.auth.personal.SubjectKeys;
import dev.sallyport.auth.rpc.EmitHttp;
import dev.sallyport.auth.rpc.EmitterMethods;
import dev.sallyport.auth.rpc.SourceLimits;
import dev.sallyport.auth.rpc.Sources;
import dev.sallyport.auth.state.Ledger;
import dev.sallyport.auth.state.Sealing;
import dev.sallyport.auth.trail.Denials;
import dev.sallyport.pki.CaPin;
import dev.sallyport.store.Store;
import java.security.SecureRandom;
import java.time.InstantSource;

/** Services that write events of their own. */
record EmitterParts(EmitterBook book, EmitDesk desk, SubjectKeys subjects, PersonalFields personal) {

    static EmitterParts wire(Store store, Sealing sealing, Ledger ledger, InstantSource clock, SecureRandom random) {
        EmitterBook book = new EmitterBook(store, ledger, clock, random);
        SubjectKeys subjects = new SubjectKeys(store, sealing, ledger, clock, random);
        PersonalFields personal = new PersonalFields(subjects, random);
        EmitDesk desk = new EmitDesk(book, subjects, personal, store, ledger, clock);
        return new EmitterParts(book, desk, subjects, personal);
    }

    EmitHttp http(Sources sources, SourceLimits limits, Denials denials, Authority authority) {
        return new EmitHttp(
                desk,
                sources,
                limits,
                denials,
                () -> authority.pins().stream().map(CaPin::toString).toList());
    }

    EmitterMethods methods(Authority authority) {
        return new EmitterMethods(book, authority);
    }
}
