namespace RouteGen;

public sealed partial class Transport
{
    private int _hasToldLeak;

    /// <summary>
    /// Called when a response was neither disposed nor read to its end, with a message that has the method and the URL (without query) of
    /// its request. Only the first such response is reported. Null, the default, writes the message to standard error.
    /// </summary>
    /// <remarks>
    /// A leaked response keeps its connection until it is garbage-collected. Then the connection is closed, and no longer counts for <see
    /// cref="MaxConnsPerHost"/>. A test that must see every leak creates a transport for each request. Called by a thread of the pool. If
    /// it throws, the exception is written to standard error.
    /// </remarks>
    public Action<string>? ErrorLog { get; init; }

    /// <summary>Reports a leaked response.</summary>
    private void TellLeak(string? origin)
    {
        if (Interlocked.Exchange(ref _hasToldLeak, 1) != 0) return;
        var message =
            $"The response to {origin ?? "a request"} was neither disposed nor read to its end; its connection was in use until now and "
                + $"has been closed. "
            + "Further leaks are not reported.";
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
            // On a thread of the pool, an unhandled exception would end the process.
            StandardError.Write(
                string.Concat(message, Environment.NewLine, "The transport's ErrorLog failed: ", FailureText.Of(failure)));
        }
    }
}
