package dev.sallyport.model.access;

/** What somebody wants to do with a {@link Resource}. */
public sealed interface Action {

    /** Open an SSH session as this Unix user. */
    record Login(String login) implements Action {}

    /** See that the resource is there. */
    record See() implements Action {}

    /** Change the cluster's state. */
    record Administer() implements Action {}

    /** Read events or recordings. */
    record Read() implements Action {}
}
