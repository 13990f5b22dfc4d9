/**
 * Second factors: a person's devices, the challenges that they answer, and what a browser is told of them. May use {@code auth.state}, the library that
 * verifies WebAuthn ({@code com.yubico.webauthn}), and Jackson for the JSON of browsers. Who is let in by them is decided elsewhere.
 *
 * <p>Promise: a challenge is for one thing, for minutes, and once; what a device proved is written with what it was proved for, in one commit; nothing here is
 * guessed from what a client says of itself.
 */
@NullMarked
package dev.sallyport.auth.factors;

import org.jspecify.annotations.NullMarked;
