package dev.kassa.secret;

import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Several fields as one sequence of bytes that no other fields give: each with its length before it, an absent one
 * marked, and first a label with the version of the whole.
 */
final class Fields {
    private static final int ABSENT = -1;

    private final List<@Nullable ByteString> fields = new ArrayList<>();

    private Fields() {}

    static Fields of(String label) {
        return new Fields().and(label);
    }

    Fields and(String field) {
        return and(ByteString.copyFromUtf8(field));
    }

    Fields and(@Nullable ByteString field) {
        fields.add(field);
        return this;
    }

    byte[] bytes() {
        int size = 0;
        for (ByteString field : fields) {
            size += Integer.BYTES + (field == null ? 0 : field.size());
        }
        ByteBuffer bytes = ByteBuffer.allocate(size);
        for (ByteString field : fields) {
            bytes.putInt(field == null ? ABSENT : field.size());
            if (field != null) {
                field.copyTo(bytes);
            }
        }
        return bytes.array();
    }
}
