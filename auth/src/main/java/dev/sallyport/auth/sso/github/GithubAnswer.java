package dev.sallyport.auth.sso.github;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sallyport.api.v1.GithubSpec;
import dev.sallyport.auth.sso.provider.BrowserAnswer;
import dev.sallyport.auth.sso.provider.BrowserWay;
import dev.sallyport.auth.sso.provider.Claimed;
import dev.sallyport.auth.sso.provider.Pkce;
import dev.sallyport.auth.sso.provider.ProviderHttp;
import dev.sallyport.auth.sso.provider.ProviderJson;
import dev.sallyport.auth.sso.provider.ProviderRefusals;
import dev.sallyport.auth.web.StrictJson;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** From a code to who it is, in which organizations and teams. */
record GithubAnswer(
        String name,
        GithubSpec spec,
        String endpoint,
        String api,
        BrowserWay.Question question,
        Pkce pkce,
        Duration limit)
        implements BrowserAnswer {

    private static final int PAGE = 100;
    private static final int MOST_PAGES = 20;

    @Override
    public Claimed read(Map<String, String> parameters) {
        ProviderRefusals.requireState(question.state(), parameters.getOrDefault("state", ""));
        ProviderRefusals.requireNoError(parameters);
        try (ProviderHttp http = ProviderHttp.open(name, spec.getTrustedCa(), limit)) {
            String token = token(parameters.getOrDefault("code", ""), http);
            Map<String, String> headers = Map.of(
                    "Authorization",
                    "Bearer " + token,
                    "Accept",
                    "application/vnd.github+json",
                    "X-GitHub-Api-Version",
                    "2022-11-28");
            JsonNode user = ProviderJson.object(name, "user", http.get(URI.create(api + "/user"), headers));
            List<String> teams = all("/user/teams?", "teams", GithubAnswer::team, headers, http);
            List<String> organizations = all(
                    "/user/memberships/orgs?state=active&", "organizations", GithubAnswer::organization, headers, http);
            return claimed(user, teams, organizations);
        }
    }

    /** GitHub says what is wrong with a code in an answer of status 200. */
    private String token(String code, ProviderHttp http) {
        Map<String, String> form = new TreeMap<>(Map.of(
                "client_id", spec.getClientId(),
                "client_secret", spec.getClientSecret(),
                "code", code,
                "redirect_uri", question.redirectUri(),
                "code_verifier", pkce.verifier()));
        JsonNode said = ProviderJson.object(
                name, "token", http.post(URI.create(endpoint + "/login/oauth/access_token"), form, Map.of()));
        String token = StrictJson.text(said, "access_token");
        if (token.isEmpty()) {
            throw ProviderRefusals.unproved(
                    "GitHub does not take the code: " + ProviderRefusals.shown(StrictJson.text(said, "error")));
        }
        return token;
    }

    private List<String> all(
            String path, String what, Function<JsonNode, String> text, Map<String, String> headers, ProviderHttp http) {
        List<String> all = new ArrayList<>();
        for (int page = 1; page <= MOST_PAGES; page++) {
            URI place = URI.create(api + path + "per_page=" + PAGE + "&page=" + page);
            JsonNode some = ProviderJson.list(name, what, http.get(place, headers));
            some.forEach(each -> all.add(text.apply(each)));
            if (some.size() < PAGE) {
                return all.stream().filter(each -> !each.isEmpty()).distinct().toList();
            }
        }
        throw ProviderRefusals.garbage(name, "says more than " + PAGE * MOST_PAGES + " " + what + " of one person");
    }

    private static String team(JsonNode team) {
        String organization = StrictJson.text(team.path("organization"), "login");
        String slug = StrictJson.text(team, "slug");
        return organization.isEmpty() || slug.isEmpty() ? "" : (organization + "/" + slug).toLowerCase(Locale.ROOT);
    }

    private static String organization(JsonNode membership) {
        boolean active = StrictJson.text(membership, "state").equals("active");
        return active
                ? StrictJson.text(membership.path("organization"), "login").toLowerCase(Locale.ROOT)
                : "";
    }

    private Claimed claimed(JsonNode user, List<String> teams, List<String> organizations) {
        String login = StrictJson.text(user, "login");
        JsonNode id = user.path("id");
        if (login.isEmpty() || !id.isIntegralNumber()) {
            throw ProviderRefusals.garbage(name, "says neither login nor id of the person");
        }
        Map<String, List<String>> values = new TreeMap<>();
        values.put("username", List.of(login));
        if (!teams.isEmpty()) {
            values.put("teams", teams);
        }
        if (!organizations.isEmpty()) {
            values.put("organizations", organizations);
        }
        return new Claimed(
                id.asText(), login, values, List.of("GitHub says that this is " + login + ", id " + id.asText()));
    }

    @Override
    public String toString() {
        return "GithubAnswer[***]";
    }
}
