package dev.sallyport.auth.people;

/** Makes a password expensive to guess. */
interface KeyStretch {

    /** @return 32 bytes */
    byte[] stretch(String password, byte[] salt);
}
