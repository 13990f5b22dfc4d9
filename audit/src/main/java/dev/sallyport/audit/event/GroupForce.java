package dev.sallyport.audit.event;

import dev.sallyport.audit.Disk;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Group commit: one force of the disk for all that was written before it began. Whoever comes while one is under way
 * waits for it, and then the first of those who still need one makes the next for all of them.
 */
final class GroupForce {

    private final SpoolFiles files;
    private final ReentrantLock filesLock;
    private final Disk disk;
    private final ReentrantLock forcing = new ReentrantLock();
    private long written;
    private long forced;

    /** @param filesLock guards {@code files} */
    GroupForce(SpoolFiles files, ReentrantLock filesLock, Disk disk) {
        this.files = files;
        this.filesLock = filesLock;
        this.disk = disk;
    }

    /** Something was written, under the files' lock. @return what to {@link #await} without it */
    long wrote() {
        return ++written;
    }

    /** Returns when that is on the disk. @throws IOException when nobody knows whether it is */
    void await(long number) throws IOException {
        forcing.lock();
        try {
            if (forced < number) {
                forced = forceAll();
            }
        } finally {
            forcing.unlock();
        }
    }

    private long forceAll() throws IOException {
        Optional<FileChannel> file;
        long upTo;
        filesLock.lock();
        try {
            file = files.open();
            upTo = written;
        } finally {
            filesLock.unlock();
        }
        if (file.isPresent()) {
            force(file.get());
        }
        return upTo;
    }

    private void force(FileChannel file) throws IOException {
        try {
            disk.force(file);
        } catch (ClosedChannelException left) {
            // Closed are only files that were forced before, and files of which auth has everything.
            if (file.isOpen()) {
                throw left;
            }
        } catch (IOException failed) {
            // After a failed fsync the next one may report success for pages that are lost: never ask this file again.
            abandon(file);
            throw failed;
        }
    }

    private void abandon(FileChannel file) throws IOException {
        filesLock.lock();
        try {
            files.abandon(file);
        } finally {
            filesLock.unlock();
        }
    }
}
