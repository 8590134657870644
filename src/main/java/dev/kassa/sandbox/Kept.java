package dev.kassa.sandbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One kind of state that is kept. Whoever changes state says nothing: what it is now is compared with what was last
 * written.
 */
interface Kept {

    /** Adds to {@code change} what is different from what was last written, and takes it for written. */
    void addChanges(ObjectNode change);

    /** Takes over what an earlier change wrote. */
    void read(ObjectNode change);

    /** Puts what was read into place, once all has been read. */
    void restore();

    /** A list to which is only ever added. */
    final class Appended<T> implements Kept {

        private final String kind;
        private final IntFunction<List<T>> since;
        private final List<JsonNode> read = new ArrayList<>();
        private final Function<JsonNode, T> decoded;
        private final Consumer<T> restored;
        private int written;

        /** {@code since} answers all but the first so many. */
        Appended(String kind, IntFunction<List<T>> since, Function<JsonNode, T> decoded, Consumer<T> restored) {
            this.kind = kind;
            this.since = since;
            this.decoded = decoded;
            this.restored = restored;
        }

        @Override
        public void addChanges(ObjectNode change) {
            List<T> more = since.apply(written);
            if (!more.isEmpty()) {
                ArrayNode values = change.putArray(kind);
                more.forEach(value -> values.add(KeptJson.encoded(value)));
                written += more.size();
            }
        }

        @Override
        public void read(ObjectNode change) {
            change.path(kind).valueStream().forEach(read::add);
        }

        @Override
        public void restore() {
            read.forEach(value -> restored.accept(decoded.apply(value)));
            written = read.size();
            read.clear();
        }
    }

    /**
     * Values by name. What it holds when it is made, before anything is restored, comes of the settings and is not
     * written until it changes.
     *
     * @param <K> what they are found by; its text is their name
     * @param <L> what they are, perhaps changing
     * @param <S> what they are at one moment; equal where nothing has changed
     */
    final class Named<K, L, S> implements Kept {

        private final String kind;
        private final Supplier<Map<K, L>> live;
        private final Function<L, S> snapshot;
        private final BiConsumer<String, JsonNode> restored;
        private final Map<String, JsonNode> read = new LinkedHashMap<>();
        private final Map<K, S> written = new HashMap<>();

        /** {@code restored} gets JSON null for what is gone. */
        Named(String kind, Supplier<Map<K, L>> live, Function<L, S> snapshot, BiConsumer<String, JsonNode> restored) {
            this.kind = kind;
            this.live = live;
            this.snapshot = snapshot;
            this.restored = restored;
            takeForWritten();
        }

        private void takeForWritten() {
            written.clear();
            live.get().forEach((key, value) -> written.put(key, snapshot.apply(value)));
        }

        @Override
        public void addChanges(ObjectNode change) {
            Map<K, L> now = live.get();
            ObjectNode values = Json.object();
            // All of them are looked at each time; what is looked at must not cost more than a glance.
            now.forEach((key, value) -> {
                S present = snapshot.apply(value);
                if (!isSame(present, written.get(key))) {
                    values.set(key.toString(), KeptJson.encoded(present));
                    written.put(key, present);
                }
            });
            if (written.size() > now.size()) {
                written.keySet().removeIf(key -> {
                    boolean gone = !now.containsKey(key);
                    if (gone) {
                        values.putNull(key.toString());
                    }
                    return gone;
                });
            }
            if (!values.isEmpty()) {
                change.set(kind, values);
            }
        }

        @SuppressWarnings("ReferenceEquality") // Most values never change: this spares looking into them.
        private static <S> boolean isSame(S present, @Nullable S last) {
            return present == last || present.equals(last);
        }

        @Override
        public void read(ObjectNode change) {
            // A name keeps its place: requests are listed in the order in which they were made.
            change.path(kind).propertyStream().forEach(value -> read.put(value.getKey(), value.getValue()));
        }

        @Override
        public void restore() {
            read.forEach(restored);
            read.clear();
            takeForWritten();
        }
    }
}
