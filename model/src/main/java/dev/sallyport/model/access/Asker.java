package dev.sallyport.model.access;

import dev.sallyport.model.expression.Bindings;

/**
 * Who is asking, as the expressions of roles see it.
 *
 * @param user for templates
 */
record Asker(Identity identity, Circumstances at, Bindings user) {

    static Asker of(Identity identity, Circumstances at) {
        return new Asker(identity, at, bindings(identity));
    }

    static Bindings bindings(Identity identity) {
        return new Bindings()
                .text("user.name", identity.user())
                .text("user.metadata.name", identity.user())
                .texts("user.roles", identity.roles())
                .traits("user.traits", identity.traits())
                .traits("user.spec.traits", identity.traits())
                .traits("internal", identity.traits())
                .traits("external", identity.traits());
    }

    /** For label expressions. */
    Bindings with(Resource.Node node) {
        return bindings(identity).labels("labels", node.labels());
    }

    /** For {@code where}. */
    Bindings with(Resource.Thing thing) {
        return bindings(identity)
                .text("resource.kind", thing.kind().text())
                .text("resource.metadata.name", thing.name())
                .labels("resource.metadata.labels", thing.labels())
                .texts("session.participants", thing.passage().participants())
                .text("session.login", thing.passage().login())
                .text("session.node", thing.passage().node());
    }
}
