namespace RouteGen;

public sealed partial class Transport
{
    private int _hasToldLeak;

    /// <summary>
    /// Called once if a response was neither disposed nor read to its end, with a text that has the method and the URL (without its query)
    /// of its request. Null, the default, writes the text to standard error.
    /// </summary>
    /// <remarks>
    /// Such a response keeps its connection until the garbage collector finds it; then the connection is closed, and its place is free
    /// again for <see cref="MaxConnsPerHost"/>. A test that needs to see every leak creates a transport for each. Called by a thread of the
    /// pool. An exception that it throws is written to standard error.
    /// </remarks>
    public Action<string>? ErrorLog { get; init; }

    /// <summary>A leaked response was found.</summary>
    private void TellLeak(string? origin)
    {
        if (Interlocked.Exchange(ref _hasToldLeak, 1) != 0) return;
        var message =
            $"The response to {origin ?? "a request"} was neither disposed nor read to its end; its connection was held until now, and "
                + $"has been closed. "
            + "Further ones are not reported.";
        if (ErrorLog is not { } log)
        {
            StandardError.Write(message);
            return;
        }

        try
        {
            log(message);
        }
        catch (Exception failure)
        {
            // On a thread of the pool, an exception that is not caught ends the process.
            StandardError.Write(
                string.Concat(message, Environment.NewLine, "The transport's ErrorLog failed: ", FailureText.Of(failure)));
        }
    }
}
