package dev.kassa.checkout.activity;

import static dev.kassa.checkout.workflow.FinalIntention.hasFirstPayload;
import static dev.kassa.checkout.workflow.FinalIntention.withOtherBody;
import static dev.kassa.checkout.workflow.FinalIntention.withSameBody;

import dev.kassa.checkout.AttemptReferences.Step;
import dev.kassa.checkout.Refusal;
import dev.kassa.checkout.workflow.FinalizeCommand;
import dev.kassa.checkout.workflow.FinalizeOutcome;
import dev.kassa.klarna.Authorization;
import dev.kassa.klarna.FinalizeAuthorization;
import dev.kassa.klarna.Klarna;
import dev.kassa.klarna.KlarnaException;
import dev.kassa.klarna.PaymentDetails;
import dev.kassa.klarna.PaymentRequest;
import dev.kassa.klarna.PaymentToken;
import dev.kassa.klarna.Reading;
import dev.kassa.klarna.Standing;
import dev.kassa.secret.TokenSeal;
import dev.kassa.secret.UndecryptableException;
import io.temporal.failure.ApplicationFailure;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** One try at spending a token: the webhook's from its seal, or the one that Klarna can be asked for. */
final class FinalAuthorization {
    /** Bad request, too large, unprocessable. */
    private static final Set<Integer> BODY_IS_WRONG = Set.of(400, 413, 422);

    private final Klarna klarna;
    private final TokenSeal seal;
    private final InstantSource clock;
    private final FinalizeCommand command;
    private final Tries tries;

    FinalAuthorization(Klarna klarna, TokenSeal seal, InstantSource clock, FinalizeCommand command) {
        this.klarna = klarna;
        this.seal = seal;
        this.clock = clock;
        this.command = command;
        this.tries = Tries.begin(command.inDoubt());
    }

    FinalizeOutcome perform() {
        try {
            return tried();
        } catch (ApplicationFailure failure) {
            throw Failures.beforeItIsTooLate(failure, Duration.between(clock.instant(), command.deadline()));
        }
    }

    private FinalizeOutcome tried() {
        if (tokenIsDead()) {
            return new FinalizeOutcome.TokenDead(tries.inDoubt());
        }
        var sealed = openSeal();
        var outcome = sealed.isPresent() ? withSealed(sealed.get()) : withRead();
        if (outcome instanceof FinalizeOutcome.Refused(var why, int _) && tries.inDoubt()) {
            throw Failures.refusedInDoubt(why.message());
        }
        return outcome;
    }

    private FinalizeOutcome withRead() {
        var reading = read();
        if (isClosed(reading) && !tries.inDoubt()) {
            return withdrawn(reading);
        }
        if (reading.token() == null) {
            throw Failures.notYet(
                    "finalizeAuthorization: the Payment Request is completed, but no read shows its token");
        }
        return confirm(reading.token());
    }

    /** Where Klarna refuses the webhook's token, the Payment Request may be closed, or have another one. */
    private FinalizeOutcome withSealed(PaymentToken sealed) {
        var outcome = confirm(sealed);
        if (!(outcome instanceof FinalizeOutcome.Refused(var why, int _))) {
            return outcome;
        }
        Reading reading;
        try {
            reading = klarna.readPaymentRequest(command.account(), command.paymentRequestId());
        } catch (KlarnaException _) {
            return outcome;
        }
        if (isClosed(reading) && !tries.inDoubt()) {
            return withdrawn(reading);
        }
        var token = reading.token();
        return token == null || token.equals(sealed) || isPerhapsSpent(sealed, token)
                ? outcome
                : new FinalizeOutcome.AnotherToken(why, withSameBody(command.intention()));
    }

    /** Klarna has two kinds of token for one approval: one of the other kind need not be another completion's. */
    private boolean isPerhapsSpent(PaymentToken sealed, PaymentToken read) {
        return tries.inDoubt() && read.kind() != sealed.kind();
    }

    private FinalizeOutcome confirm(PaymentToken token) {
        int intention = command.intention();
        var references = command.references();
        var call = new FinalizeAuthorization(
                command.account(),
                references.idempotencyKey(Step.FINALIZE, intention),
                references.paymentTransactionReference(),
                body(intention));
        tries.sending();
        // After the note to Temporal, which may have taken its time: nothing stands between this check and the request.
        if (tokenIsDead()) {
            tries.certain();
            return new FinalizeOutcome.TokenDead(tries.inDoubt());
        }
        try {
            return switch (klarna.finalizeAuthorization(call, token)) {
                case Authorization.Approved(var paid, var customerToken) ->
                    new FinalizeOutcome.Approved(paid, customerToken);
                case Authorization.Declined _ -> new FinalizeOutcome.Declined();
                case Authorization.StepUpRequired _ -> refused(stepUpAgain(), withOtherBody(intention));
            };
        } catch (KlarnaException.Transient transientFailure) {
            tries.certain();
            throw Failures.ofWrite(transientFailure);
        } catch (KlarnaException.OutcomeUnknown unknown) {
            throw Failures.ofWrite(unknown);
        } catch (KlarnaException.Refused refused) {
            var next = mayMeanTheBody(refused) ? withOtherBody(intention) : withSameBody(intention);
            return refused(Failures.refusal(refused), next);
        }
    }

    /**
     * A refusal may mean that it is the other of the two bodies that Klarna's documents show. Any other refusal leaves the
     * body: the shorter one asks for no customer token and says nothing of what is bought.
     */
    private PaymentDetails body(int intention) {
        var payment = command.payment();
        return hasFirstPayload(intention) ? payment : payment.transactionOnly();
    }

    private static boolean mayMeanTheBody(KlarnaException.Refused refused) {
        var status = refused.details().status();
        return status != null && BODY_IS_WRONG.contains(status);
    }

    private FinalizeOutcome refused(Refusal why, int nextIntention) {
        tries.certain();
        return new FinalizeOutcome.Refused(why, nextIntention);
    }

    /** Undocumented as an answer to a final authorization; no transaction was made. */
    private static Refusal stepUpAgain() {
        return new Refusal(
                null,
                null,
                "finalizeAuthorization: Klarna answered STEP_UP_REQUIRED to a final authorization",
                List.of());
    }

    private Reading read() {
        try {
            return klarna.readPaymentRequest(command.account(), command.paymentRequestId());
        } catch (KlarnaException failure) {
            throw Failures.ofRead(failure);
        }
    }

    /** A seal by a key that is gone counts as none: a read may still bring the token. */
    private Optional<PaymentToken> openSeal() {
        if (command.sealedToken() == null) {
            return Optional.empty();
        }
        try {
            var revealed =
                    seal.open(command.sealedToken(), command.paymentRequestId().value());
            return Optional.of(PaymentToken.fromRevealed(revealed));
        } catch (UndecryptableException _) {
            return Optional.empty();
        }
    }

    private boolean tokenIsDead() {
        return !clock.instant().isBefore(command.deadline());
    }

    /** Only states that say "never paid" count; EXPIRED or a 404 may follow a completion and say nothing. */
    private static boolean isClosed(Reading reading) {
        return reading.standing() instanceof Standing.Stands(PaymentRequest request)
                && switch (request.state()) {
                    case CANCELED, DECLINED -> true;
                    case SUBMITTED, IN_PROGRESS, COMPLETED, EXPIRED, UNKNOWN -> false;
                };
    }

    private static FinalizeOutcome withdrawn(Reading reading) {
        if (reading.standing() instanceof Standing.Stands(PaymentRequest request)) {
            return new FinalizeOutcome.Withdrawn(request);
        }
        throw new IllegalStateException("a Payment Request that is not there is not withdrawn");
    }
}
