package dev.kassa.runtime;

import dev.kassa.checkout.payhub.PayHubError;
import java.io.IOException;
import java.util.LinkedHashMap;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.tomcat.ConfigurableTomcatWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** What Tomcat refuses by itself (an encoded slash, a broken request line) is told as a problem too, not as a page. */
class ServerErrors {
    @Bean
    @Order(Ordered.LOWEST_PRECEDENCE)
    WebServerFactoryCustomizer<ConfigurableTomcatWebServerFactory> problemsInsteadOfPages() {
        return tomcat -> tomcat.addContextCustomizers(
                context -> context.getParent().getPipeline().addValve(new AsProblem()));
    }

    /** Nearer to the request than Spring Boot's own valve, so that it reports first; that one then has nothing to do. */
    private static final class AsProblem extends ErrorReportValve {
        @Override
        protected void report(Request request, Response response, @Nullable Throwable thrown) {
            int status = response.getStatus();
            if (status < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
                return;
            }
            var payHubs = PayHubError.of(request.getRequestURI(), status);
            if (payHubs.isPresent()) {
                response.setStatus(payHubs.get().status());
            }
            write(
                    response,
                    payHubs.map(error -> error.json(request.getRequestURI()))
                            .orElseGet(() -> problem(request, status)));
        }

        private static byte[] problem(Request request, int status) {
            var known = HttpStatus.resolve(status);
            var problem = new LinkedHashMap<String, Object>();
            problem.put("type", status < 500 ? "/problems/invalid-request" : "/problems/internal");
            problem.put("title", known == null ? "HTTP " + status : known.getReasonPhrase());
            problem.put("status", status);
            problem.put("detail", "The server does not read such a request");
            problem.put("instance", String.valueOf(request.getRequestURI()));
            return JsonMapper.shared().writeValueAsBytes(problem);
        }

        private static void write(Response response, byte[] json) {
            try {
                response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
                response.getOutputStream().write(json);
                response.finishResponse();
            } catch (IOException gone) {
                // The caller has left; there is nobody to tell.
            }
        }
    }
}
