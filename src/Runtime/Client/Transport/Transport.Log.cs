using System.Globalization;
using System.Text;

namespace RouteGen;

public sealed partial class Transport
{
    private const int FailureLengthMax = 16 * 1024;
    private const int DisposeQuietMs = 1_000;

    private readonly Lock _logGate = new();
    private int _hasToldLeak;

    // Failures to dispose that were not written, and the instant from which the next one is. Guarded by _logGate.
    private int _disposesLeftOut;
    private long _disposeQuietUntil;

    /// <summary>
    /// Called with what no call can report: once if a response was neither disposed nor read to its end, with the method and the URL
    /// (without its query) of its request; and if an object of the user throws when it is disposed and no call waits for that: the body of
    /// a request that failed or was not sent completely, or the stream of a closed connection that <see cref="DialContext"/> or
    /// <see cref="DialTlsContext"/> dialed. Null, the default, writes to standard error.
    /// </summary>
    /// <remarks>
    /// A response that is neither disposed nor read keeps its connection until the garbage collector finds it; then the connection is
    /// closed, and its place is free again for <see cref="MaxConnsPerHost"/>. A test that needs to see every leak creates a transport for
    /// each. Failures to dispose are written once a second at most; the next entry says how many were left out. Called by a thread of the
    /// pool, perhaps by several at once. An exception that it throws is written to standard error.
    /// </remarks>
    public Action<string>? ErrorLog { get; init; }

    /// <summary>A leaked response was found.</summary>
    private void TellLeak(string? origin)
    {
        if (Interlocked.Exchange(ref _hasToldLeak, 1) != 0) return;
        Tell(
            $"The response to {origin ?? "a request"} was neither disposed nor read to its end; its connection was held until now, and "
                + $"has been closed. "
            + "Further ones are not reported.");
    }

    /// <summary>A Dispose of user code failed, and no call waits for it.</summary>
    /// <param name="what">The object, as the beginning of a sentence.</param>
    /// <param name="failure">The exception.</param>
    private void TellDisposeFailure(string what, Exception failure)
    {
        int leftOut;
        lock (_logGate)
        {
            var now = Environment.TickCount64;
            if (now < _disposeQuietUntil)
            {
                _disposesLeftOut++;
                return;
            }

            _disposeQuietUntil = now + DisposeQuietMs;
            leftOut = _disposesLeftOut;
            _disposesLeftOut = 0;
        }

        var text = new StringBuilder(what).Append(" could not be disposed.");
        if (leftOut > 0) text.Append(CultureInfo.InvariantCulture, $" {leftOut} earlier failures of this kind were left out.");
        PeerText.AppendLines(text.Append("\n    "), FailureText.Of(failure), FailureLengthMax);
        Tell(text.ToString());
    }

    private void Tell(string message)
    {
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
