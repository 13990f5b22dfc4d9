/**
 * What the agent decides by, and what it tells about itself: the policy that auth signed for it, its labels.
 * docs/proposals/0003-signed-policy.md has the why.
 *
 * <p>May use api, pki, audit, model and {@code agent.ssh}'s AgentView and Journal. Promises: nobody but auth makes a policy that
 * counts; one that is older than what was seen never counts again; while auth is away what was known serves until the agent's
 * certificate ends, and no longer; what is not known then is a failure, never an empty answer.
 */
@NullMarked
package dev.sallyport.agent.policy;

import org.jspecify.annotations.NullMarked;
