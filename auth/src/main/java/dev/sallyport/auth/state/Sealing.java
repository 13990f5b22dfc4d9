package dev.sallyport.auth.state;

/** How records get into the store and out of it. */
public interface Sealing {

    /** As they are. */
    Sealing NONE = new Sealing() {
        @Override
        public byte[] seal(String key, byte[] plain) {
            return plain;
        }

        @Override
        public byte[] open(String key, byte[] sealed) {
            return sealed;
        }
    };

    /** @param key where it is stored: bound to the sealed bytes, so that they open nowhere else */
    byte[] seal(String key, byte[] plain);

    /** @throws dev.sallyport.model.Failure INTERNAL where it was sealed with another key, for another place, or changed */
    byte[] open(String key, byte[] sealed);
}
