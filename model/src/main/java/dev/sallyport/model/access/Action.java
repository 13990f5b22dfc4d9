package dev.sallyport.model.access;

import dev.sallyport.model.role.SessionMode;
import dev.sallyport.model.role.Verb;

/** What somebody wants to do with a {@link Resource}. */
public sealed interface Action {

    /** Open an SSH session as this Unix user. */
    record Login(String login) implements Action {}

    /** Come into a session that runs. */
    record Join(SessionMode mode) implements Action {}

    /** See that the resource is there. */
    record See() implements Action {}

    /** Do this with what the cluster keeps. */
    record Administer(Verb verb) implements Action {}
}
