package dev.kassa.sandbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What may go wrong with a call: the closed vocabulary of failures (klarna.md, sections 8 and 12). Each is two
 * choices: whether the call is executed, and how its caller hears of it. Where a name says BEFORE nothing is executed,
 * where it says AFTER the call is. A third choice is a race: something that happens around the call.
 */
public final class Fault {

    // First, because the constants below add themselves to it.
    private static final List<Fault> KNOWN = new ArrayList<>();

    /** Closes the connection at once; executes nothing. */
    public static final Fault RESET_BEFORE = before("RESET_BEFORE", new Manner.Reset());
    /** Executes and closes the connection at once. */
    public static final Fault RESET_AFTER = after("RESET_AFTER", new Manner.Reset());
    /** Executes, then never answers; the connection is closed after 70 s. */
    public static final Fault EXECUTED_BUT_TIMED_OUT =
            after("EXECUTED_BUT_TIMED_OUT", new Manner.Silent(Manner.LONGEST_WAIT));
    /** Says nothing for 59 s of real time, then 500 {@code INTERNAL_ERROR}; executes nothing. */
    public static final Fault HANG_59S_BEFORE = before("HANG_59S_BEFORE", Manner.hung());
    /** Executes, says nothing for 59 s of real time, then 500 {@code INTERNAL_ERROR}. */
    public static final Fault HANG_59S_AFTER = after("HANG_59S_AFTER", Manner.hung());

    /** 500 {@code INTERNAL_ERROR}; executes nothing. */
    public static final Fault INTERNAL_ERROR_500_BEFORE =
            before("INTERNAL_ERROR_500_BEFORE", Manner.of(Refused.internalError()));
    /** Executes and answers 500 {@code INTERNAL_ERROR}. */
    public static final Fault INTERNAL_ERROR_500 = after("INTERNAL_ERROR_500", Manner.of(Refused.internalError()));
    /** 500 {@code TIMEOUT}; executes nothing. */
    public static final Fault TIMEOUT_500_BEFORE = before("TIMEOUT_500_BEFORE", Manner.of(Refused.timeout()));
    /** Executes and answers 500 {@code TIMEOUT}. */
    public static final Fault TIMEOUT_500_AFTER = after("TIMEOUT_500_AFTER", Manner.of(Refused.timeout()));
    /** 500 {@code SERVER_CONFIGURATION_ERROR}; executes nothing. */
    public static final Fault SERVER_CONFIGURATION_ERROR_500_BEFORE =
            before("SERVER_CONFIGURATION_ERROR_500_BEFORE", Manner.of(Refused.misconfigured()));
    /** Executes and answers 500 {@code SERVER_CONFIGURATION_ERROR}. */
    public static final Fault SERVER_CONFIGURATION_ERROR_500_AFTER =
            after("SERVER_CONFIGURATION_ERROR_500_AFTER", Manner.of(Refused.misconfigured()));
    /** 503 {@code TEMPORARY_UNAVAILABLE}; executes nothing. */
    public static final Fault UNAVAILABLE_503 = before("UNAVAILABLE_503", Manner.of(Refused.unavailable()));
    /** Executes and answers 503 {@code TEMPORARY_UNAVAILABLE}. */
    public static final Fault UNAVAILABLE_503_AFTER = after("UNAVAILABLE_503_AFTER", Manner.of(Refused.unavailable()));
    /** 502 with a proxy's page; executes nothing. */
    public static final Fault BAD_GATEWAY_502_HTML_BEFORE = before("BAD_GATEWAY_502_HTML_BEFORE", Manner.page(502));
    /** Executes; 502 with a proxy's page. */
    public static final Fault BAD_GATEWAY_502_HTML_AFTER = after("BAD_GATEWAY_502_HTML_AFTER", Manner.page(502));
    /** 504 with a proxy's page; executes nothing. */
    public static final Fault GATEWAY_TIMEOUT_504_BEFORE = before("GATEWAY_TIMEOUT_504_BEFORE", Manner.page(504));
    /** Executes; 504 with a proxy's page. */
    public static final Fault GATEWAY_TIMEOUT_504_AFTER = after("GATEWAY_TIMEOUT_504_AFTER", Manner.page(504));
    /** 408 without a body; executes nothing. */
    public static final Fault REQUEST_TIMEOUT_408_BEFORE = before("REQUEST_TIMEOUT_408_BEFORE", Manner.bare(408));
    /** Executes; 408 without a body. */
    public static final Fault REQUEST_TIMEOUT_408_AFTER = after("REQUEST_TIMEOUT_408_AFTER", Manner.bare(408));

    /** 400 {@code VALIDATION_ERROR}; executes nothing. */
    public static final Fault REFUSED_400 =
            before("REFUSED_400", Manner.of(Refused.invalid("currency", "is refused by a fault of the sandbox")));
    /** 401 {@code UNAUTHORIZED}, whatever the key; executes nothing. */
    public static final Fault UNAUTHORIZED_401 = before("UNAUTHORIZED_401", Manner.of(Refused.unauthorized()));
    /** 403 {@code OPERATION_FORBIDDEN}; executes nothing. */
    public static final Fault FORBIDDEN_403 =
            before("FORBIDDEN_403", Manner.of(Refused.forbidden("The operation is forbidden")));
    /** 403 without a body, as Klarna's protection against floods gives it; executes nothing. */
    public static final Fault FORBIDDEN_403_WITHOUT_BODY = before("FORBIDDEN_403_WITHOUT_BODY", Manner.bare(403));
    /** 404 {@code RESOURCE_NOT_FOUND}, whatever exists; executes nothing. */
    public static final Fault NOT_FOUND_404 =
            before("NOT_FOUND_404", Manner.of(Refused.noSuchResource("There is no such resource")));
    /** 404 without a body; executes nothing. */
    public static final Fault NOT_FOUND_404_WITHOUT_BODY = before("NOT_FOUND_404_WITHOUT_BODY", Manner.bare(404));
    /** 409 {@code RESOURCE_CONFLICT}; executes nothing. */
    public static final Fault CONFLICT_409 =
            before("CONFLICT_409", Manner.of(Refused.conflict("A concurrent call is under way")));
    /** 413 {@code PAYLOAD_TOO_LARGE}; executes nothing. */
    public static final Fault TOO_LARGE_413 = before("TOO_LARGE_413", Manner.of(Refused.tooLarge()));
    /** 429 {@code RATE_LIMITED} with the category's {@code X-Ratelimit-*}; executes nothing. */
    public static final Fault RATE_LIMITED_429 = before("RATE_LIMITED_429", Manner.of(Refused.rateLimited()));
    /** The same with {@code Retry-After: 2}. */
    public static final Fault RATE_LIMITED_429_RETRY_AFTER = before(
            "RATE_LIMITED_429_RETRY_AFTER", new Manner.Refusing(Refused.rateLimited(), Map.of("Retry-After", "2")));
    /** 307 to {@code /v2/moved}, where a client that follows is seen in the ledger; executes nothing. */
    public static final Fault REDIRECT_307 = before("REDIRECT_307", Manner.redirect());

    /** Executes; the body comes in pieces, one a second of real time, for up to 70 s. */
    public static final Fault SLOW_BODY = after("SLOW_BODY", new Manner.Trickled());
    /** Executes; the connection is closed in the middle of the body. */
    public static final Fault CUT_BODY = after("CUT_BODY", new Manner.CutOff());
    /** Executes; half of the JSON, as if it were whole. */
    public static final Fault TRUNCATED_JSON = after("TRUNCATED_JSON", new Manner.Altered(Alterations::half));
    /** Executes; 200 with nothing in it. */
    public static final Fault EMPTY_200 = after("EMPTY_200", new Manner.Altered(Alterations::empty));
    /** Executes; 200 with a {@code result}, or for a Payment Request a {@code state}, that nobody knows. */
    public static final Fault UNKNOWN_RESULT = after("UNKNOWN_RESULT", new Manner.Altered(Alterations::unknown));
    /** Executes; 200 with something that is no JSON. */
    public static final Fault UNREADABLE_200 = after("UNREADABLE_200", new Manner.Altered(Alterations::unreadable));
    /** Executes; the right body as {@code text/html}. */
    public static final Fault WRONG_CONTENT_TYPE = after("WRONG_CONTENT_TYPE", new Manner.Altered(Alterations::asHtml));
    /** 200 with somebody's page; executes nothing. */
    public static final Fault HTML_200_BEFORE = before("HTML_200_BEFORE", Manner.page(200));
    /** Executes; 200 with somebody's page. */
    public static final Fault HTML_200_AFTER = after("HTML_200_AFTER", Manner.page(200));

    /** Nothing goes wrong. */
    static final Fault NONE = new Fault("NONE", Executes.AT_ONCE, Duration.ZERO, new Manner.AsUsual(), null);

    private final String name;
    private final Executes executes;
    private final Duration pause;
    private final Manner manner;
    private final @Nullable Race race;

    /** Whether a call is executed. */
    enum Executes {
        NOTHING,
        AT_ONCE,
        /** After the fault's pause; until then its key and its token are taken. */
        LATE
    }

    private Fault(String name, Executes executes, Duration pause, Manner manner, @Nullable Race race) {
        this.name = name;
        this.executes = executes;
        this.pause = pause;
        this.manner = manner;
        this.race = race;
    }

    private static Fault before(String name, Manner manner) {
        return known(new Fault(name, Executes.NOTHING, Duration.ZERO, manner, null));
    }

    private static Fault after(String name, Manner manner) {
        return known(new Fault(name, Executes.AT_ONCE, Duration.ZERO, manner, null));
    }

    private static Fault known(Fault fault) {
        KNOWN.add(fault);
        return fault;
    }

    /** Executes at once and answers after {@code by}, at most 70 s of real time: a webhook may come first. */
    public static Fault delayedAnswer(Duration by) {
        return new Fault(
                "DELAYED_ANSWER", Executes.AT_ONCE, Duration.ZERO, new Manner.Late(new Manner.AsUsual(), by), null);
    }

    /**
     * Executes only after {@code by}, at most 70 s of real time, and then answers; meanwhile a second call of the same
     * idempotency key or token gets 409.
     */
    public static Fault slowExecution(Duration by) {
        return new Fault("SLOW_EXECUTION", Executes.LATE, by, new Manner.AsUsual(), null);
    }

    /** Klarna's clock jumps just before the call is executed. */
    public static Fault clockJumpsJustBefore(Duration by) {
        return racing(Race.clock(by, Race.Moment.JUST_BEFORE));
    }

    /** Klarna's clock jumps while the call is under way. */
    public static Fault clockJumpsDuring(Duration by) {
        return racing(Race.clock(by, Race.Moment.DURING));
    }

    /** Klarna's clock jumps just after the call was executed, before it is answered. */
    public static Fault clockJumpsJustAfter(Duration by) {
        return racing(Race.clock(by, Race.Moment.JUST_AFTER));
    }

    static Fault racing(Race race) {
        return new Fault(race.name(), Executes.AT_ONCE, Duration.ZERO, new Manner.AsUsual(), race);
    }

    /** This fault, and {@code other}'s race around the same call. */
    public Fault and(Fault other) {
        if (race != null || other.race == null) {
            throw new IllegalArgumentException("One of two faults, the second, is a race");
        }
        return new Fault(name + "+" + other.name, executes, pause, manner, other.race);
    }

    /** All faults that need nothing but their name, races apart. */
    public static List<Fault> all() {
        return List.copyOf(KNOWN);
    }

    /** All races that need nothing but their name. */
    public static List<Fault> races() {
        return Arrays.stream(Happening.values())
                .flatMap(some -> Stream.of(some.justBefore(), some.during(), some.justAfter()))
                .toList();
    }

    /** Its name in the ledger and on the control API. */
    public String name() {
        return name;
    }

    /** Whether the call is executed all the same, sooner or later. */
    public boolean isExecuted() {
        return executes != Executes.NOTHING;
    }

    Executes executes() {
        return executes;
    }

    Duration pause() {
        return pause;
    }

    @Nullable
    Race race() {
        return race;
    }

    /** Whether a call that meets it keeps its key and token while something else goes on. */
    boolean holdsUp() {
        return executes == Executes.LATE || (race != null && race.moment() == Race.Moment.DURING);
    }

    /** What is left of it where its race could not happen; nothing of a mere race. */
    @Nullable
    Fault withoutRace() {
        if (race == null) {
            return this;
        }
        int plus = name.indexOf('+');
        return plus < 0 ? null : new Fault(name.substring(0, plus), executes, pause, manner, null);
    }

    Manner manner() {
        return manner;
    }

    @Override
    public String toString() {
        return name;
    }
}
