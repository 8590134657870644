package dev.kassa.checkout.activity;

import static java.util.Objects.requireNonNull;

import dev.kassa.checkout.MerchantEvent;
import dev.kassa.checkout.MerchantId;
import dev.kassa.checkout.MerchantNotices;
import dev.kassa.checkout.workflow.AuthorizeCommand;
import dev.kassa.checkout.workflow.AuthorizeOutcome;
import dev.kassa.checkout.workflow.FinalizeCommand;
import dev.kassa.checkout.workflow.FinalizeOutcome;
import dev.kassa.checkout.workflow.KlarnaActivities;
import dev.kassa.checkout.workflow.Look;
import dev.kassa.checkout.workflow.RequestCommand;
import dev.kassa.checkout.workflow.UpdateCommand;
import dev.kassa.checkout.workflow.UpdateOutcome;
import dev.kassa.klarna.Authorization;
import dev.kassa.klarna.AuthorizePayment;
import dev.kassa.klarna.Klarna;
import dev.kassa.klarna.KlarnaException;
import dev.kassa.klarna.PartnerAccountId;
import dev.kassa.klarna.PaymentRequestId;
import dev.kassa.klarna.PaymentRequestState;
import dev.kassa.klarna.Standing;
import dev.kassa.secret.TokenSeal;
import io.temporal.activity.Activity;
import io.temporal.api.enums.v1.TimeoutType;
import io.temporal.api.history.v1.HistoryEvent;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** A checkout's calls to Klarna. Quick as a local activity, patient as a regular one; the same code serves both. */
public final class CheckoutActivities implements KlarnaActivities {
    /** Klarna's clock and ours differ; a 404 counts as "expired and deleted" only this long after the expiry. */
    private static final Duration CLOCK_SKEW = Duration.ofMinutes(2);

    private final Klarna quick;
    private final Klarna patient;
    private final TokenSeal seal;
    private final MerchantNotices notices;
    private final InstantSource clock;

    /**
     * @param quick gives up well within 3 s
     * @param patient waits longer than the 59 s within which Klarna answers
     * @param clock deadlines are checked against it just before sending
     */
    public CheckoutActivities(
            Klarna quick, Klarna patient, TokenSeal seal, MerchantNotices notices, InstantSource clock) {
        this.quick = quick;
        this.patient = patient;
        this.seal = seal;
        this.notices = notices;
        this.clock = clock;
    }

    @Override
    public AuthorizeOutcome authorizePayment(AuthorizeCommand command) {
        var tries = Tries.begin(command.inDoubt());
        var tooLate = tooLate(command, tries);
        if (tooLate.isPresent()) {
            return tooLate.get();
        }
        tries.sending();
        // Once more after the note to Temporal, which may have taken its time.
        tooLate = tooLate(command, tries);
        if (tooLate.isPresent()) {
            tries.certain();
            return tooLate.get();
        }
        try {
            return switch (klarna().authorizePayment(withSessionToken(command))) {
                case Authorization.Approved(var paid, var token) -> new AuthorizeOutcome.Approved(paid, token);
                case Authorization.Declined _ -> new AuthorizeOutcome.Declined();
                case Authorization.StepUpRequired(var request) -> new AuthorizeOutcome.StepUp(request);
            };
        } catch (KlarnaException.Transient failure) {
            tries.certain();
            throw Failures.ofWrite(failure);
        } catch (KlarnaException.OutcomeUnknown failure) {
            throw Failures.ofWrite(failure);
        } catch (KlarnaException.Refused refused) {
            if (tries.inDoubt()) {
                throw Failures.ofWrite(refused);
            }
            return new AuthorizeOutcome.Refused(Failures.refusal(refused));
        }
    }

    /** Without doubt nothing is sent once the session is over, and with or without it nothing once the key is too old. */
    private Optional<AuthorizeOutcome> tooLate(AuthorizeCommand command, Tries tries) {
        var now = clock.instant();
        if (tries.inDoubt()) {
            return now.isBefore(command.repeatUntil())
                    ? Optional.empty()
                    : Optional.of(new AuthorizeOutcome.NoAnswer());
        }
        return now.isBefore(command.sendUntil()) && now.isBefore(command.repeatUntil())
                ? Optional.empty()
                : Optional.of(new AuthorizeOutcome.NotSent());
    }

    private AuthorizePayment withSessionToken(AuthorizeCommand command) {
        var call = command.call();
        var sealed = command.sealedSessionToken();
        return new AuthorizePayment(
                call.account(),
                call.key(),
                call.paymentTransactionReference(),
                call.payment(),
                call.stepUp(),
                sealed == null ? null : seal.open(sealed, command.boundTo()));
    }

    @Override
    public Look readPaymentRequest(RequestCommand command) {
        return judge(read(command.account(), command.paymentRequestId()), command);
    }

    @Override
    public Look cancelPaymentRequest(RequestCommand command) {
        var before = read(command.account(), command.paymentRequestId());
        if (isDecided(before) || isGone(before, command)) {
            return judge(before, command);
        }
        Standing after;
        try {
            after = klarna().cancelPaymentRequest(command.account(), command.paymentRequestId());
        } catch (KlarnaException failure) {
            throw Failures.ofRead(failure);
        }
        if (after instanceof Standing.Stands(var request) && !request.state().isDecided()) {
            throw Failures.notYet("cancelPaymentRequest: the Payment Request is still " + request.state());
        }
        return judge(after, command);
    }

    @Override
    public UpdateOutcome updatePaymentRequest(UpdateCommand command) {
        var tries = Tries.begin(command.inDoubt());
        tries.sending();
        try {
            return new UpdateOutcome.Amended(klarna().updatePaymentRequest(command.call()));
        } catch (KlarnaException.Transient failure) {
            tries.certain();
            throw Failures.ofWrite(failure);
        } catch (KlarnaException.OutcomeUnknown unknown) {
            return unknown.details().status() == null ? orThrow(unknown) : asItStands(command, tries, unknown);
        } catch (KlarnaException.Refused refused) {
            return tries.inDoubt()
                    ? asItStands(command, tries, refused)
                    : new UpdateOutcome.Refused(Failures.refusal(refused));
        }
    }

    private static UpdateOutcome orThrow(KlarnaException failure) {
        throw Failures.ofWrite(failure);
    }

    /** After a conflict, or a refusal in doubt, only the Payment Request itself tells whether it took the change. */
    private UpdateOutcome asItStands(UpdateCommand command, Tries tries, KlarnaException failure) {
        var call = command.call();
        var standing = read(call.account(), call.paymentRequestId());
        if (!(standing instanceof Standing.Stands(var request))) {
            throw Failures.ofWrite(failure);
        }
        // No read shows the purchase data: only a state that takes no change, and no try before, prove that it was not
        // taken.
        boolean invisible = call.supplementaryPurchaseData() != null;
        if (!invisible && call.amount() != null && call.amount().equals(request.amount())) {
            return new UpdateOutcome.Amended(request);
        }
        if (request.state() == PaymentRequestState.SUBMITTED || (invisible && tries.inDoubt())) {
            throw Failures.ofWrite(failure);
        }
        return new UpdateOutcome.NotAmendable(request);
    }

    @Override
    public FinalizeOutcome finalizeAuthorization(FinalizeCommand command) {
        return new FinalAuthorization(klarna(), seal, clock, command).perform();
    }

    @Override
    public boolean anEarlierTaskDied() {
        var context = Activity.getExecutionContext();
        var info = context.getInfo();
        return context
                .getWorkflowClient()
                .fetchHistory(requireNonNull(info.getWorkflowId()), info.getWorkflowRunId())
                .getEvents()
                .stream()
                .anyMatch(CheckoutActivities::isDeathOfATask);
    }

    /** A task that no worker began has done nothing; any other that timed out or failed may have. */
    private static boolean isDeathOfATask(HistoryEvent event) {
        return switch (event.getEventType()) {
            case EVENT_TYPE_WORKFLOW_TASK_FAILED -> true;
            case EVENT_TYPE_WORKFLOW_TASK_TIMED_OUT ->
                event.getWorkflowTaskTimedOutEventAttributes().getTimeoutType()
                        != TimeoutType.TIMEOUT_TYPE_SCHEDULE_TO_START;
            default -> false;
        };
    }

    @Override
    public void tellMerchant(MerchantId merchant, MerchantEvent event) {
        notices.tell(merchant, event);
    }

    private Standing read(PartnerAccountId account, PaymentRequestId id) {
        try {
            return klarna().readPaymentRequest(account, id).standing();
        } catch (KlarnaException failure) {
            throw Failures.ofRead(failure);
        }
    }

    private Look judge(Standing standing, RequestCommand command) {
        return switch (standing) {
            case Standing.Stands(var request) -> new Look.Stands(request);
            case Standing.NotFound _ when isGone(standing, command) -> new Look.Gone();
            case Standing.NotFound _ ->
                throw Failures.notKnown(
                        "readPaymentRequest: Klarna does not know a Payment Request that has not expired");
        };
    }

    private static boolean isDecided(Standing standing) {
        return standing instanceof Standing.Stands(var request)
                && request.state().isDecided();
    }

    private boolean isGone(Standing standing, RequestCommand command) {
        return standing instanceof Standing.NotFound
                && clock.instant().isAfter(command.expiresAt().plus(CLOCK_SKEW));
    }

    private Klarna klarna() {
        return Tries.isQuick(Activity.getExecutionContext()) ? quick : patient;
    }
}
