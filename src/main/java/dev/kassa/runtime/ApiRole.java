package dev.kassa.runtime;

import java.util.EnumSet;
import java.util.Set;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;
import org.springframework.core.type.AnnotatedTypeMetadata;

/** What a process serves over HTTP, where {@code kassa.roles} has {@code api}. */
@Conditional(ApiRole.IsSet.class)
@Import({MerchantApiConfiguration.class, WebhookConfiguration.class, EmbeddedConfiguration.class})
class ApiRole {
    /** Asked before there are beans, so it reads the property itself; the rules judge it. */
    static final class IsSet implements Condition {
        private static final Bindable<Set<KassaProperties.Role>> ROLES = Bindable.setOf(KassaProperties.Role.class);

        @Override
        public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
            return Binder.get(context.getEnvironment())
                    .bind("kassa.roles", ROLES)
                    .orElse(EnumSet.allOf(KassaProperties.Role.class))
                    .contains(KassaProperties.Role.API);
        }
    }
}
