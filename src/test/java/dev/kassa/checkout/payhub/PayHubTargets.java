package dev.kassa.checkout.payhub;

import static dev.kassa.fuzz.Target.must;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kassa.fuzz.Target;
import java.io.IOException;
import java.util.List;
import org.springframework.mock.web.MockHttpServletRequest;

/** PayHub's cancel. */
public final class PayHubTargets {
    private PayHubTargets() {}

    public static List<Target> all() {
        return List.of(new Body(), new PathId());
    }

    /** The type, a line end, the body. */
    private static final class Body implements Target {
        @Override
        public String name() {
            return "payhub-body";
        }

        @Override
        public List<byte[]> seeds() {
            return List.of(
                    "application/json\n{\"Status\": \"canceled\"}".getBytes(UTF_8),
                    "\n{\"Status\":\"canceled\",\"Other\":[1,{\"x\":1.5}]}".getBytes(UTF_8),
                    "application/merge-patch+json; charset=utf-8\n{\"Status\":\"done\"}".getBytes(UTF_8));
        }

        @Override
        public String take(byte[] input) throws IOException {
            var text = new String(input, ISO_8859_1);
            int end = Math.max(0, text.indexOf('\n'));
            var request = new MockHttpServletRequest("PATCH", "/api/payhub/v1/payment/request/1");
            request.addHeader("Content-Type", text.substring(0, end));
            request.setContent(text.substring(Math.min(end + 1, text.length())).getBytes(ISO_8859_1));
            var fault = CancelJson.fault(request);
            must(fault.isPresent() || text.contains("Status"), "canceled, and nobody asked for it");
            return fault.map(Enum::name).orElse("canceled") + Integer.highestOneBit(input.length);
        }
    }

    private static final class PathId implements Target {
        @Override
        public String name() {
            return "payhub-path";
        }

        @Override
        public List<byte[]> seeds() {
            return List.of(
                    "123".getBytes(UTF_8),
                    "order%2F7%25%20f3%C3%A5;x=1".getBytes(UTF_8),
                    "chk_0123456789abcdefghijklmnopqrst".getBytes(UTF_8));
        }

        @Override
        public String take(byte[] input) {
            var path = "/api/payhub/v1/payment/request/" + new String(input, ISO_8859_1);
            var id = PayHubPaths.id(new MockHttpServletRequest("PATCH", path));
            return id.isEmpty() + " "
                    + id.map(text -> Integer.highestOneBit(text.length()) + " "
                                    + text.chars().anyMatch(c -> c > 127) + text.contains("/"))
                            .orElse("");
        }
    }
}
