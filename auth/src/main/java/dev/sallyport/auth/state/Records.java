package dev.sallyport.auth.state;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import dev.sallyport.model.Failure;
import dev.sallyport.model.FailureCode;
import dev.sallyport.store.Store;
import java.util.List;
import java.util.Optional;

/**
 * The records of one kind, under one prefix of the store.
 *
 * @param <R> its message of {@code state.proto}
 */
public final class Records<R extends MessageLite> {

    private final Store store;
    private final String prefix;
    private final Parser<R> parser;
    private final Sealing sealing;

    private Records(Store store, String prefix, Parser<R> parser, Sealing sealing) {
        this.store = store;
        this.prefix = prefix;
        this.parser = parser;
        this.sealing = sealing;
    }

    /** Records that anybody may read who reads the store. */
    public static <R extends MessageLite> Records<R> open(Store store, String prefix, Parser<R> parser) {
        return new Records<>(store, prefix, parser, Sealing.NONE);
    }

    /** Records with secrets: sealed with the cluster's key, bound to their place in the store. */
    public static <R extends MessageLite> Records<R> sealed(
            Store store, String prefix, Parser<R> parser, Sealing sealing) {
        return new Records<>(store, prefix, parser, sealing);
    }

    /**
     * A record and what is needed to change it.
     *
     * @param name its key without the prefix
     * @param revision of its last change
     */
    public record Versioned<R>(String name, R value, long revision) {}

    public Optional<Versioned<R>> find(String name) {
        return store.get(prefix + name).map(this::read);
    }

    /** At most {@code limit} after this name (exclusive; "" for the first), in the order of names. */
    public List<Versioned<R>> after(String name, int limit) {
        String from = name.isEmpty() ? "" : prefix + name;
        return store.range(prefix, from, limit).stream().map(this::read).toList();
    }

    /** At most {@code limit} before this name (exclusive; "" for the last), last first. */
    public List<Versioned<R>> before(String name, int limit) {
        String from = name.isEmpty() ? "" : prefix + name;
        return store.rangeBackwards(prefix, from, limit).stream()
                .map(this::read)
                .toList();
    }

    /** At most {@code limit} whose names begin with this. */
    public List<Versioned<R>> startingWith(String start, int limit) {
        return store.range(prefix + start, "", limit).stream().map(this::read).toList();
    }

    public Store.Write create(String name, R value) {
        return new Store.Write.Create(prefix + name, bytes(name, value), 0);
    }

    /** The same, gone when the lease ends. */
    public Store.Write create(String name, R value, long lease) {
        return new Store.Write.Create(prefix + name, bytes(name, value), lease);
    }

    /** Whatever was there before. */
    public Store.Write put(String name, R value) {
        return new Store.Write.Put(prefix + name, bytes(name, value), 0);
    }

    public Store.Write replace(Versioned<R> old, R value) {
        return new Store.Write.Replace(prefix + old.name(), bytes(old.name(), value), old.revision());
    }

    /** Makes a commit conflict with every other that changes or touches this record. */
    public Store.Write touch(Versioned<R> old) {
        return replace(old, old.value());
    }

    public Store.Write delete(Versioned<R> old) {
        return new Store.Write.Delete(prefix + old.name(), old.revision());
    }

    /** Whatever is there, if anything is. */
    public Store.Write delete(String name) {
        return new Store.Write.Delete(prefix + name, 0);
    }

    /** Create where nothing was, replace where something was. */
    public Store.Write write(Optional<Versioned<R>> old, String name, R value) {
        return old.map(there -> replace(there, value)).orElseGet(() -> create(name, value));
    }

    private byte[] bytes(String name, R value) {
        return sealing.seal(prefix + name, value.toByteArray());
    }

    private Versioned<R> read(Store.Entry entry) {
        try {
            R value = parser.parseFrom(sealing.open(entry.key(), entry.value()));
            return new Versioned<>(entry.key().substring(prefix.length()), value, entry.revision());
        } catch (InvalidProtocolBufferException e) {
            throw Failure.of(FailureCode.INTERNAL, "the stored record " + entry.key() + " cannot be read", e);
        }
    }
}
