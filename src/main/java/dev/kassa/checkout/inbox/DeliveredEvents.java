package dev.kassa.checkout.inbox;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * The events that this process has made durable of late. A duplicate is harmless without it; it only would cost the run's
 * history five more events.
 */
final class DeliveredEvents {
    private static final int REMEMBERED = 10_000;

    private final Set<String> ids = Collections.synchronizedSet(Collections.newSetFromMap(new Bounded()));

    boolean contains(String eventId) {
        return ids.contains(eventId);
    }

    void add(String eventId) {
        ids.add(eventId);
    }

    private static final class Bounded extends LinkedHashMap<String, Boolean> {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > REMEMBERED;
        }
    }
}
