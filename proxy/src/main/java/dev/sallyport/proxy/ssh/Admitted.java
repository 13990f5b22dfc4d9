package dev.sallyport.proxy.ssh;

import dev.sallyport.proxy.guard.Slot;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.session.SessionListener;

/** Counts SSH connections in the limits of all connections. */
final class Admitted implements SessionListener {

    private static final AttributeKey<Slot> SLOT = new AttributeKey<>();

    private final JumpServer.Passages passages;

    Admitted(JumpServer.Passages passages) {
        this.passages = passages;
    }

    @Override
    public void sessionCreated(Session session) {
        if (passages.closing().get()) {
            session.close(true);
            return;
        }
        Slot slot = passages.parts().admissions().admit(session.getIoSession().getRemoteAddress());
        if (slot == null) {
            session.close(true);
        } else {
            session.setAttribute(SLOT, slot);
        }
    }

    @Override
    public void sessionEvent(Session session, Event event) {
        Slot slot = session.getAttribute(SLOT);
        if (event == Event.Authenticated && slot != null) {
            slot.proved();
        }
    }

    @Override
    public void sessionClosed(Session session) {
        Slot slot = session.getAttribute(SLOT);
        if (slot != null) {
            slot.end();
        }
    }
}
