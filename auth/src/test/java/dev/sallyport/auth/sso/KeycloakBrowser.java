package dev.sallyport.auth.sso;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sallyport.testing.sso.FakeProvider;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What a person's browser does at Keycloak: keeps cookies, fills in the form, and ends with what it brings to {@code sally}. */
final class KeycloakBrowser {

    private static final Pattern FORM = Pattern.compile("<form[^>]*action=\"([^\"]+)\"", Pattern.CASE_INSENSITIVE);
    private static final Pattern INPUT = Pattern.compile(
            "<input[^>]*name=\"(SAMLResponse|RelayState)\"[^>]*value=\"([^\"]*)\"", Pattern.CASE_INSENSITIVE);
    private static final int REDIRECT = 302;

    private final HttpClient http = HttpClient.newHttpClient();
    private final Map<String, String> cookies = new TreeMap<>();

    /** Goes there and logs in. */
    Map<String, String> login(String url, String user, String password) {
        HttpResponse<String> page = send(HttpRequest.newBuilder(URI.create(url)).GET());
        Matcher form = FORM.matcher(page.body());
        assertThat(form.find()).as(page.body()).isTrue();
        String fields = Map.of("username", user, "password", password, "credentialId", "").entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpResponse<String> answer = send(HttpRequest.newBuilder(URI.create(text(form.group(1))))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString(fields)));
        if (answer.statusCode() == REDIRECT) {
            String place = answer.headers().firstValue("Location").orElseThrow();
            return FakeProvider.form(URI.create(place).getRawQuery());
        }
        Map<String, String> posted = new TreeMap<>();
        Matcher inputs = INPUT.matcher(answer.body());
        while (inputs.find()) {
            posted.put(inputs.group(1), text(inputs.group(2)));
        }
        assertThat(posted).as(answer.body()).containsKeys("SAMLResponse", "RelayState");
        return posted;
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        if (!cookies.isEmpty()) {
            request.header(
                    "Cookie",
                    cookies.entrySet().stream()
                            .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                            .collect(Collectors.joining("; ")));
        }
        try {
            HttpResponse<String> answer = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            answer.headers().allValues("Set-Cookie").forEach(cookie -> {
                String[] both = cookie.split(";", 2)[0].split("=", 2);
                cookies.put(both[0], both[1]);
            });
            return answer;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String text(String html) {
        return html.replace("&amp;", "&")
                .replace("&#x2f;", "/")
                .replace("&#x3d;", "=")
                .replace("&#x2b;", "+");
    }
}
