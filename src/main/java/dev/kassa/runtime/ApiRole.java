package dev.kassa.runtime;

import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** What a process serves over HTTP, where {@code kassa.roles} has {@code api}. */
@Conditional(ApiRole.IsSet.class)
@Import({
    MerchantApiConfiguration.class,
    PayHubConfiguration.class,
    WebhookConfiguration.class,
    CensusConfiguration.class,
    EmbeddedConfiguration.class
})
class ApiRole {
    /** Asked before there are beans, so it reads the property itself, as text; whether it is right the rules judge. */
    static final class IsSet implements Condition {
        private static final Bindable<Set<String>> ROLES = Bindable.setOf(String.class);

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return in(context.getEnvironment());
        }

        static boolean in(Environment environment) {
            return Binder.get(environment)
                    .bind("kassa.roles", ROLES)
                    .map(roles -> roles.stream().anyMatch(KassaProperties.Role.API.name()::equalsIgnoreCase))
                    .orElse(true);
        }
    }
}
