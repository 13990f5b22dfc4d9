/**
 * Processes of Unix users: who the users are, terminals and pipes, spawning, signals. Calls libc through the foreign
 * function interface, because {@link java.lang.ProcessBuilder} gives neither a terminal nor a process group.
 *
 * <p>May use: the JDK, model. Linux with glibc 2.34 or newer only.
 *
 * <p>Promises: a child inherits no descriptor but its three, no environment but what was given, no capability; every
 * descriptor opened here is closed with the process that it belongs to; nobody is signalled after being reaped.
 */
@NullMarked
package dev.sallyport.agent.process;

import org.jspecify.annotations.NullMarked;
