package dev.kassa.bench;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The merchant's start, with the least that can be checked. */
@RestController
final class JobsController {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Jobs jobs;
    private final String keySha256;

    JobsController(Jobs jobs, @Value("${kassa.merchants[0].api-keys-sha256[0]}") String keySha256) {
        this.jobs = jobs;
        this.keySha256 = keySha256;
    }

    @PostMapping(path = "/v1/checkouts", produces = "application/json")
    ResponseEntity<byte[]> start(@RequestHeader("Authorization") String key, @RequestBody byte[] body)
            throws NoSuchAlgorithmException {
        var digest = MessageDigest.getInstance("SHA-256")
                .digest(key.substring("Bearer ".length()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        if (!MessageDigest.isEqual(digest, HexFormat.of().parseHex(keySha256))) {
            return ResponseEntity.status(401).build();
        }
        JsonNode order = JSON.readTree(body);
        return ResponseEntity.status(201).body(JSON.writeValueAsBytes(jobs.start(order)));
    }
}
