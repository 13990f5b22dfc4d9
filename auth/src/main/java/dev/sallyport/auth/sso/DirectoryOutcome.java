package dev.sallyport.auth.sso;

import dev.sallyport.api.v1.FactorChallenge;
import dev.sallyport.api.v1.UserCredentials;

/** Where a login by a directory stands once the password was right. */
public sealed interface DirectoryOutcome {

    /** At its end. */
    record In(UserCredentials credentials) implements DirectoryOutcome {
        @Override
        public String toString() {
            return "In[***]";
        }
    }

    /** At its second factor. */
    record Asked(FactorChallenge challenge) implements DirectoryOutcome {
        @Override
        public String toString() {
            return "Asked[***]";
        }
    }
}
