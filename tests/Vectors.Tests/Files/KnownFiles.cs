namespace Vectors.Tests;

/// <summary>Every recorded file there is, in one place: those that are run, and those that wait for the feature they belong to.</summary>
internal static class KnownFiles
{
    /// <summary>The files that a test class of this project runs.</summary>
    internal static readonly string[] Run =
    [
        "chunked",
        "cookiejar",
        "cookies",
        "hpack_stories",
        "http_state_cookies",
        "llhttp_request",
        "llhttp_response",
        "llhttp_url",
        "mux_match",
        "mux_match_122",
        "pathclean",
        "range",
        "redirect",
        "request_parse",
        "request_write",
        "response_parse",
        "response_write",
        "sniff",
        "transport_pool",
    ];

    /// <summary>Files for a feature that does not exist yet, each with the beginning of the names that its types will have.</summary>
    internal static readonly Dictionary<string, string> Waiting = [];
}
