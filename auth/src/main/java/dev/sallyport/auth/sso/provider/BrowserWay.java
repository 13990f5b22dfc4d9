package dev.sallyport.auth.sso.provider;

import java.net.URI;

/** A protocol in which a browser carries the question and the answer. */
public interface BrowserWay {

    /**
     * What is asked.
     *
     * @param redirectUri where the answer is to go: on the loopback interface of the person's machine
     * @param state comes back with the answer
     * @param acr authentication context to ask for and to require; empty for the connector's own
     */
    record Question(String redirectUri, String state, String acr) {
        @Override
        public String toString() {
            return "Question[" + redirectUri + ", ***]";
        }
    }

    /**
     * The beginning of a login.
     *
     * @param browser where the browser goes
     */
    record Begun(URI browser, BrowserAnswer answer) {
        @Override
        public String toString() {
            return "Begun[***]";
        }
    }

    /** @throws dev.sallyport.model.Failure INVALID for what this protocol cannot ask for, UNAVAILABLE where the provider is away */
    Begun begin(Question question);
}
