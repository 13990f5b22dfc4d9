package dev.sallyport.auth.emitters;

/**
 * What a service posts.
 *
 * @param emitter as the path names it
 * @param token of the header Authorization; empty where there is none
 */
@SuppressWarnings("ArrayRecordComponent") // handed over, not changed
public record EmitRequest(String emitter, String token, byte[] body) {
    @Override
    public String toString() {
        return "EmitRequest[" + emitter.length() + " characters, ***]";
    }
}
