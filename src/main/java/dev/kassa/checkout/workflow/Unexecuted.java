package dev.kassa.checkout.workflow;

/**
 * An answer that says that nothing was executed. A local activity whose worker died leaves no trace, so such an answer
 * is believed only where no earlier task of the run died.
 */
sealed interface Unexecuted
        permits AuthorizeOutcome.Refused,
                AuthorizeOutcome.NotSent,
                FinalizeOutcome.Refused,
                FinalizeOutcome.AnotherToken,
                FinalizeOutcome.Withdrawn,
                FinalizeOutcome.TokenDead {}
