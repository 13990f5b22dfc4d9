/**
 * What the agent must know to decide, and what it tells about itself: roles by name, its labels, the CAs.
 *
 * <p>May use api, pki, model and {@code agent.ssh.AgentView}. Promises: a role is at most a minute old while auth can be
 * asked; while auth is away what was known serves until the agent's certificate ends, and no longer; what is not known
 * then is a failure, never an empty answer.
 */
@NullMarked
package dev.sallyport.agent.policy;

import org.jspecify.annotations.NullMarked;
