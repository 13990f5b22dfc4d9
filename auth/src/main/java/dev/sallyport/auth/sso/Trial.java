package dev.sallyport.auth.sso;

import dev.sallyport.auth.sso.mapping.Mapped;
import dev.sallyport.auth.sso.provider.Claimed;
import java.util.Optional;

/**
 * What somebody would get.
 *
 * @param claimed as the provider said
 * @param objection why there would be no login; empty where there would be one
 */
public record Trial(Claimed claimed, Mapped mapped, Optional<String> objection) {}
