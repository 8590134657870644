package dev.kassa.demo;

import java.time.InstantSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import tools.jackson.databind.json.JsonMapper;

/** All of the demo, for whoever brings a {@link DemoShop} and a {@link Backstage}. */
@Import({DemoPages.class, DemoApi.class, MerchantsPost.class})
public class Demo {
    @Bean
    Logbook demoLogbook(InstantSource clock) {
        return new Logbook(clock);
    }

    @Bean
    LiveViews demoViews(DemoShop shop, Backstage backstage, Logbook logbook, JsonMapper json, InstantSource clock) {
        return new LiveViews(shop, backstage, logbook, json, clock);
    }
}
