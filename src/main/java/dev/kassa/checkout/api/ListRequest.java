package dev.kassa.checkout.api;

import dev.kassa.checkout.CheckoutStatus;
import dev.kassa.checkout.client.ListPosition;
import dev.kassa.merchant.Merchant;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules of {@code GET /v1/checkouts}. A parameter that is not known is a fault like an unknown field: a list that
 * ignored a misspelt filter would show what nobody asked for.
 *
 * @param after where the page before ended
 */
record ListRequest(
        @Nullable String reference,
        @Nullable CheckoutStatus status,
        int pageSize,
        @Nullable ListPosition after) {
    private static final List<String> KNOWN = List.of("reference", "status", "page_size", "page_token");
    private static final int USUAL_SIZE = 20;
    private static final int LARGEST_SIZE = 100;
    private static final Pattern SIZE = Pattern.compile("[0-9]{1,9}");

    /** @throws InvalidRequestException with all faults at once */
    static ListRequest read(HttpServletRequest request, Merchant merchant, PageTokens tokens) {
        return new Reading(parameters(request), merchant, tokens).read();
    }

    private static Map<String, String[]> parameters(HttpServletRequest request) {
        try {
            return request.getParameterMap();
        } catch (IllegalStateException _) {
            // Tomcat's word for a query that is not properly encoded.
            throw new InvalidRequestException(Faults.one("", "the query is not well-formed"));
        }
    }

    /** One reading, with what it finds wrong. */
    private static final class Reading {
        private final Map<String, String[]> parameters;
        private final Merchant merchant;
        private final PageTokens tokens;
        private final Faults faults = new Faults();

        private Reading(Map<String, String[]> parameters, Merchant merchant, PageTokens tokens) {
            this.parameters = parameters;
            this.merchant = merchant;
            this.tokens = tokens;
        }

        private ListRequest read() {
            parameters.keySet().stream()
                    .filter(name -> !KNOWN.contains(name))
                    .sorted()
                    .forEach(name -> faults.add(pointer(name), "is not a parameter of this request"));
            var reference = one("reference");
            if (reference != null && reference.isEmpty()) {
                faults.add("/reference", "must not be empty");
            }
            var status = status();
            int size = size();
            var after = after(reference, status);
            if (!faults.isEmpty()) {
                throw new InvalidRequestException(faults.all());
            }
            return new ListRequest(reference, status, size, after);
        }

        private @Nullable CheckoutStatus status() {
            var text = one("status");
            if (text == null) {
                return null;
            }
            for (var status : CheckoutStatus.values()) {
                if (status.name().equals(text)) {
                    return status;
                }
            }
            faults.add(
                    "/status",
                    "must be one of "
                            + Arrays.stream(CheckoutStatus.values())
                                    .map(Enum::name)
                                    .collect(Collectors.joining(", ")));
            return null;
        }

        private int size() {
            var text = one("page_size");
            if (text == null) {
                return USUAL_SIZE;
            }
            int size = SIZE.matcher(text).matches() ? Integer.parseInt(text) : 0;
            if (size < 1 || size > LARGEST_SIZE) {
                faults.add("/page_size", "must be from 1 to " + LARGEST_SIZE);
            }
            return size;
        }

        private @Nullable ListPosition after(@Nullable String reference, @Nullable CheckoutStatus status) {
            var token = one("page_token");
            if (token == null) {
                return null;
            }
            var position =
                    reference == null ? tokens.position(merchant, status, token).orElse(null) : null;
            if (position == null) {
                faults.add("/page_token", "is not a token that was given out for this list");
            }
            return position;
        }

        private @Nullable String one(String name) {
            var values = parameters.get(name);
            if (values == null) {
                return null;
            }
            if (values.length > 1) {
                faults.add(pointer(name), "may be there only once");
            }
            return values[0];
        }

        private static String pointer(String name) {
            return "/" + name.replace("~", "~0").replace("/", "~1");
        }
    }
}
