package dev.kassa.secret;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Message;
import io.temporal.api.common.v1.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A payload and the path of fields at which it stands in a message of Temporal. */
public record PlacedPayload(String place, Payload payload) {
    /** All of them, wherever they are. */
    public static List<PlacedPayload> in(Message message) {
        List<PlacedPayload> found = new ArrayList<>();
        collect("", message, found);
        return found;
    }

    /** What the SDK writes of its own into markers, by a converter of its own: ids, names, versions and times. */
    public boolean isBookkeepingOfTheSdk() {
        return place.matches("/events/marker_recorded_event_attributes/details:"
                + "(changeId|version|id|skipCount|activityId|meta|time|type)/value/payloads");
    }

    /** The id of the key by which it is encrypted. */
    public String keyId() {
        return text(PayloadEncryption.KEY_ID);
    }

    public boolean isEncrypted() {
        return PayloadEncryption.ENCODING.equals(payload.getMetadataMap().get("encoding"));
    }

    String namespace() {
        return text(PayloadEncryption.NAMESPACE);
    }

    String workflowId() {
        return text(PayloadEncryption.WORKFLOW_ID);
    }

    private String text(String key) {
        var value = payload.getMetadataMap().get(key);
        return value == null ? "" : value.toStringUtf8();
    }

    private static void collect(String place, Message message, List<PlacedPayload> found) {
        if (message instanceof Payload payload) {
            found.add(new PlacedPayload(place, payload));
            return;
        }
        for (Map.Entry<FieldDescriptor, Object> field : message.getAllFields().entrySet()) {
            String inner = place + "/" + field.getKey().getName();
            List<?> values = field.getValue() instanceof List<?> many ? many : List.of(field.getValue());
            for (Object value : values) {
                if (value instanceof Message nested) {
                    collect(field.getKey().isMapField() ? inner + ":" + key(nested) : inner, nested, found);
                }
            }
        }
    }

    private static Object key(Message entry) {
        return entry.getField(entry.getDescriptorForType().findFieldByNumber(1));
    }
}
