package dev.kassa.smallworld;

import dev.kassa.secret.PayloadJson;
import io.temporal.api.common.v1.Payload;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.Jackson3JsonPayloadConverter;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/** Without encryption, so that a token in the clear is seen: every payload of every history goes through it. */
final class SearchingConverter extends DefaultDataConverter {

    private final AtomicInteger found = new AtomicInteger();

    SearchingConverter() {
        super(new Jackson3JsonPayloadConverter(PayloadJson.mapper()));
    }

    /** How many payloads held a token in the clear. */
    int found() {
        return found.get();
    }

    @Override
    public <T> Optional<Payload> toPayload(T value) {
        var payload = super.toPayload(value);
        if (payload.isPresent() && payload.get().getData().toStringUtf8().contains(SmallKlarna.SECRET)) {
            found.incrementAndGet();
        }
        return payload;
    }
}
