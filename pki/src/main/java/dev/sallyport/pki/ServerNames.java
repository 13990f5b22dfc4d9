package dev.sallyport.pki;

/**
 * The names that servers prove, in their certificates and in SNI. They are the same in every cluster and stand in no
 * DNS: which machine answers is decided by the address that was dialled, who answers by the certificate.
 */
public final class ServerNames {

    /** The API of auth, wherever it is reached. */
    public static final String AUTH = "auth.sallyport.internal";

    /** A proxy: control streams, data connections. */
    public static final String PROXY = "proxy.sallyport.internal";

    private ServerNames() {}
}
