namespace Fuzz.Tests;

/// <summary>What a reader makes of the bytes of one connection.</summary>
/// <param name="Messages">The complete requests, each as text: request line, effective host, fields, body, trailer fields.</param>
/// <param name="End">How it stands behind them.</param>
/// <param name="Position">Where the last complete request ended.</param>
internal sealed record Seen(IReadOnlyList<string> Messages, SeenEnd End, int Position)
{
    /// <summary>One request as <see cref="Messages"/> has it.</summary>
    internal static string Describe(string line, string host, IEnumerable<string> fields, string body, IEnumerable<string> trailers) =>
        string.Join('\n', [line, "host " + host, .. fields, "body " + body, .. trailers.Select(field => "trailer " + field)]);

    public override string ToString() => $"{End} at {Position} behind\n{string.Join("\n--\n", Messages)}";
}

/// <summary>How a connection stands when its bytes are used up.</summary>
internal enum SeenEnd
{
    /// <summary>Between requests.</summary>
    Clean,

    /// <summary>Inside a request that may still become whole.</summary>
    Incomplete,

    /// <summary>In front of what no continuation makes a request.</summary>
    Rejected,

    /// <summary>Behind a request that closes the connection: what follows is not looked at.</summary>
    Closed,
}
