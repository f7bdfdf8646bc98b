namespace RouteGen;

public sealed partial class Transport
{
    private int _hasToldLeak;

    /// <summary>
    /// Told once, in one text, that a response was neither disposed nor read to its end, with the method and the URL (without its query) it
    /// was obtained by. Null (the default): standard error.
    /// </summary>
    /// <remarks>
    /// Such a response keeps its connection until the garbage collector finds it; then the connection is closed, and its place is free
    /// again for <see cref="MaxConnsPerHost"/>. A test that wants to see every leak makes a transport for each. Called by a thread of the
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
            // Nobody else catches it on a thread of the pool: the process would end.
            StandardError.Write(
                string.Concat(message, Environment.NewLine, "The transport's ErrorLog failed: ", FailureText.Of(failure)));
        }
    }
}
