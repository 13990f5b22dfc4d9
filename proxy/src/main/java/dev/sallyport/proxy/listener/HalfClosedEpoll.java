package dev.sallyport.proxy.listener;

import io.netty.channel.IoEvent;
import io.netty.channel.IoHandle;
import io.netty.channel.IoHandler;
import io.netty.channel.IoHandlerContext;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.IoOps;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.unix.FileDescriptor;
import io.netty.util.concurrent.ThreadAwareExecutor;

/**
 * Netty's epoll, with half-closed connections kept in it.
 *
 * <p>Netty 4.2.18 takes a socket out of epoll when nothing is waited for: when its input has ended and its output is not congested. When
 * the output gets congested later, it wants to modify an entry that is no longer there; the write fails, and a transfer that went on after
 * the other direction had ended is lost. Here such a socket stays in epoll and waits for errors, which the kernel reports anyway. That
 * tells of a reset, too, on a connection that is otherwise at rest: it is closed, as any error would close it.
 */
final class HalfClosedEpoll implements IoHandler {

    private final IoHandler epoll;

    private HalfClosedEpoll(IoHandler epoll) {
        this.epoll = epoll;
    }

    static IoHandlerFactory newFactory() {
        IoHandlerFactory epoll = EpollIoHandler.newFactory();
        return (ThreadAwareExecutor executor) -> new HalfClosedEpoll(epoll.newHandler(executor));
    }

    @Override
    public IoRegistration register(IoHandle handle) throws Exception {
        if (!(handle instanceof EpollIoHandle socket)) {
            return epoll.register(handle);
        }
        Entry entry = new Entry(socket);
        return entry.registered(epoll.register(entry));
    }

    /** Stands between a socket and epoll. All on one event loop. */
    private static final class Entry implements EpollIoHandle, IoRegistration {

        private final EpollIoHandle socket;
        private IoRegistration registration;
        private boolean added;
        private boolean atRest;

        Entry(EpollIoHandle socket) {
            this.socket = socket;
            this.registration = this;
        }

        IoRegistration registered(IoRegistration below) {
            registration = below;
            return this;
        }

        @Override
        public long submit(IoOps ops) {
            atRest = added && EpollIoOps.NONE.equals(ops);
            added |= !EpollIoOps.NONE.equals(ops);
            return registration.submit(atRest ? EpollIoOps.EPOLLERR : ops);
        }

        @Override
        public void handle(IoRegistration below, IoEvent event) {
            if (atRest && event instanceof EpollIoEvent epoll && !carriesData(epoll.ops())) {
                close();
            } else {
                socket.handle(this, event);
            }
        }

        private static boolean carriesData(EpollIoOps ops) {
            return ops.contains(EpollIoOps.EPOLLIN) || ops.contains(EpollIoOps.EPOLLOUT);
        }

        @Override
        public FileDescriptor fd() {
            return socket.fd();
        }

        @Override
        public void registered() {
            socket.registered();
        }

        @Override
        public void unregistered() {
            socket.unregistered();
        }

        @Override
        public void close() {
            try {
                socket.close();
            } catch (Exception e) {
                throw new IllegalStateException("a socket did not close", e);
            }
        }

        @Override
        @SuppressWarnings("TypeParameterUnusedInFormals") // Netty's signature
        public <T> T attachment() {
            return registration.attachment();
        }

        @Override
        public boolean isValid() {
            return registration.isValid();
        }

        @Override
        public boolean cancel() {
            return registration.cancel();
        }
    }

    @Override
    public void initialize() {
        epoll.initialize();
    }

    @Override
    public int run(IoHandlerContext context) {
        return epoll.run(context);
    }

    @Override
    public void prepareToDestroy() {
        epoll.prepareToDestroy();
    }

    @Override
    public void destroy() {
        epoll.destroy();
    }

    @Override
    public void wakeup() {
        epoll.wakeup();
    }

    @Override
    public boolean isCompatible(Class<? extends IoHandle> type) {
        return epoll.isCompatible(type);
    }
}
