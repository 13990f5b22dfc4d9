package dev.sallyport.agent.ssh;

import dev.sallyport.agent.process.Launcher;
import dev.sallyport.agent.process.UnixUsers;
import dev.sallyport.audit.event.EventIds;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * What the connections of one service share.
 *
 * @param runs sessions that are not over
 * @param seats connections of each person
 * @param gatherings sessions that can be joined
 * @param draining set when no new channels are wanted
 */
record Workshop(
        SshSettings settings,
        AgentView view,
        Journal journal,
        InstantSource clock,
        EventIds ids,
        UnixUsers users,
        Launcher launcher,
        Runs runs,
        Seats seats,
        Gatherings gatherings,
        AtomicBoolean draining) {}
