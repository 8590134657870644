package dev.kassa.secret;

import io.temporal.common.converter.ByteArrayPayloadConverter;
import io.temporal.common.converter.CodecDataConverter;
import io.temporal.common.converter.DataConverter;
import io.temporal.common.converter.DefaultDataConverter;
import io.temporal.common.converter.Jackson3JsonPayloadConverter;
import io.temporal.common.converter.NullPayloadConverter;
import io.temporal.common.converter.ProtobufJsonPayloadConverter;
import io.temporal.common.converter.ProtobufPayloadConverter;
import java.util.List;

/** Makes the one {@link DataConverter} of clients and workers: {@link PayloadJson}, encrypted, failures included. */
public final class EncryptedDataConverter {
    private EncryptedDataConverter() {}

    /** The converter whose payloads, failure messages and stack traces are encrypted by this ring. */
    public static DataConverter of(KeyRing ring) {
        DataConverter plain = new DefaultDataConverter(
                new NullPayloadConverter(),
                new ByteArrayPayloadConverter(),
                new ProtobufJsonPayloadConverter(),
                new ProtobufPayloadConverter(),
                new Jackson3JsonPayloadConverter(PayloadJson.mapper()));
        boolean encodeFailureAttributes = true;
        return new CodecDataConverter(plain, List.of(new PayloadEncryption(ring)), encodeFailureAttributes);
    }
}
