package dev.sallyport.agent.ssh;

import dev.sallyport.model.role.SessionMode;

/** What somebody was let in for who came to join a session. */
record Joining(Gathering gathering, SessionMode mode) {}
