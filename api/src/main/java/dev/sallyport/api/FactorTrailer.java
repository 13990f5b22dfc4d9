package dev.sallyport.api;

import io.grpc.Metadata;

/** How a call that takes a second factor of its own says so, and how it is shown one. */
public final class FactorTrailer {

    /** Of a refusal: what is wanted. */
    public static final Metadata.Key<String> WANTS =
            Metadata.Key.of("sallyport-wants", Metadata.ASCII_STRING_MARSHALLER);

    /** The one thing that can be wanted. */
    public static final String SECOND_FACTOR = "second-factor";

    /** Of a call: the id of the challenge that was proved for it; a secret. */
    public static final Metadata.Key<String> PROOF =
            Metadata.Key.of("sallyport-proof", Metadata.ASCII_STRING_MARSHALLER);

    private FactorTrailer() {}
}
