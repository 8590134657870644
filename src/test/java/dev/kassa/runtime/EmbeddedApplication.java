package dev.kassa.runtime;

import dev.kassa.KassaApplication;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.test.context.ActiveProfiles;

/**
 * A test of the embedded profile as it starts for a first look: nothing is set but that every port is free. Those of one
 * JVM share one application.
 */
@SpringBootTest(
        classes = KassaApplication.class,
        useMainMethod = UseMainMethod.ALWAYS,
        webEnvironment = WebEnvironment.RANDOM_PORT,
        properties = {"management.server.port=0", "kassa.sandbox.port=0"})
@ActiveProfiles("embedded")
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@interface EmbeddedApplication {}
