package dev.kassa.sandbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The control API's commands about the readings of what Klarna's documents leave open. */
final class SwitchCommands {

    private final Sandbox sandbox;

    SwitchCommands(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /** Every topic with its row in klarna.md, its reading and all that it could be. */
    Reply list() {
        Switches switches = sandbox.switches();
        ObjectNode json = Json.object();
        ArrayNode array = json.putArray("switches");
        for (Class<?> type : Switches.topics()) {
            Reading.Topic topic = type.getAnnotation(Reading.Topic.class);
            ObjectNode entry = array.addObject().put("name", type.getSimpleName());
            entry.put("row", topic.row()).put("about", topic.about());
            ArrayNode known = Json.object().putArray("readings");
            for (Reading reading : Switches.readings(type)) {
                known.add(reading.name());
                if (switches.has(reading)) {
                    entry.put("reading", reading.name());
                }
            }
            entry.set("readings", known);
        }
        return new Reply.Send(Answer.json(200, json));
    }

    /** Sets the topics that the body names, all or none: {@code {"CancelOfCompleted": "CANCELED"}}. */
    Reply set(ObjectNode body) {
        List<Reading> readings = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : body.properties()) {
            readings.add(reading(entry.getKey(), entry.getValue().asString("")));
        }
        sandbox.switchTo(readings.toArray(Reading[]::new));
        return list();
    }

    static Reading reading(String topic, String name) {
        List<Class<?>> topics = Switches.topics();
        Class<?> type = topics.stream()
                .filter(known -> known.getSimpleName().equals(topic))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("A switch is one of "
                        + topics.stream().map(Class::getSimpleName).toList()));
        return Switches.readings(type).stream()
                .filter(known -> known.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(topic + " is one of " + Switches.readings(type)));
    }
}
