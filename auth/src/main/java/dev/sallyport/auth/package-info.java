/**
 * The role that owns a cluster's state: its keys, people, roles, machines, audit trail and recordings. {@link
 * dev.sallyport.auth.AuthRole} starts and stops it; the rest of the module is its parts. May use model, pki, protocols
 * (knock), store, audit and api.
 *
 * <p>Promise: a call is authorised in one place ({@code access}) and a change is written in one place ({@code state.Ledger})
 * together with its audit event; who has the store without the cluster's key has no secret.
 */
@NullMarked
package dev.sallyport.auth;

import org.jspecify.annotations.NullMarked;
