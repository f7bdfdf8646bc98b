namespace Vectors.Tests;

/// <summary>Every recorded file there is, in one place: those that are run, and those that wait for the feature they belong to.</summary>
internal static class KnownFiles
{
    /// <summary>The files that a test class of this project runs.</summary>
    internal static readonly string[] Run =
    [
        "chunked",
        "cookies",
        "llhttp_request",
        "llhttp_response",
        "llhttp_url",
        "mux_match",
        "mux_match_122",
        "pathclean",
        "range",
        "request_parse",
        "response_parse",
        "sniff",
    ];

    /// <summary>The files that no code here can answer yet, with the feature that will. <see cref="NotYetTests"/> has their facts.</summary>
    internal static readonly Dictionary<string, string> Waiting = new()
    {
        ["cookiejar"] = "the client's cookie jar",
        ["hpack_stories"] = "HTTP/2",
        ["http_state_cookies"] = "the client's cookie jar",
        ["redirect"] = "the client's redirects",
        ["request_write"] = "the client's request writer",
        ["response_write"] = "the server's complete response rules",
        ["transport_pool"] = "the client's connection limits",
    };
}
