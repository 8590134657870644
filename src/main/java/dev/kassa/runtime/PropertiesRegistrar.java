package dev.kassa.runtime;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.context.annotation.ImportBeanDefinitionRegistrar;
import org.springframework.core.env.Environment;
import org.springframework.core.type.AnnotationMetadata;

/** Reads {@link KassaProperties} before anything is made, so that whoever forgot five of them hears of five at once. */
final class PropertiesRegistrar implements ImportBeanDefinitionRegistrar {
    private final Environment environment;

    PropertiesRegistrar(Environment environment) {
        this.environment = environment;
    }

    @Override
    public void registerBeanDefinitions(AnnotationMetadata importing, BeanDefinitionRegistry registry) {
        KassaProperties properties = PropertiesReader.read(environment);
        var definition = new RootBeanDefinition(KassaProperties.class, () -> properties);
        registry.registerBeanDefinition("kassaProperties", definition);
    }
}
