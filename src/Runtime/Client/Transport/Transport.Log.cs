using System.Globalization;
using System.Text;

namespace RouteGen;

public sealed partial class Transport
{
    private const int FailureLengthMax = 16 * 1024;
    private const int DisposeQuietMs = 1_000;

    private readonly Lock _logGate = new();
    private int _hasToldLeak;

    // Guarded by _logGate.
    private int _disposesLeftOut;
    private long _disposeQuietUntil;

    /// <summary>
    /// Called with a message about a failure that no call can report. The first is a response that was neither disposed nor read to its
    /// end: the message contains the method and the URL (without query) of its request, and only the first such response is reported. The
    /// second is an exception from disposing a request's body after the request has failed, or a stream that <see cref="DialContext"/> or
    /// <see cref="DialTlsContext"/> returned. Null, the default, writes the message to standard error.
    /// </summary>
    /// <remarks>
    /// A leaked response keeps its connection until it is garbage-collected. Then the connection is closed, and no longer counts for <see
    /// cref="MaxConnsPerHost"/>. A test that must see every leak creates a transport for each request. At most one failed disposal per
    /// second is reported; the next message counts those that were left out. Called by threads of the pool, possibly several at once. If it
    /// throws, the exception is written to standard error.
    /// </remarks>
    public Action<string>? ErrorLog { get; init; }

    /// <summary>Reports a leaked response.</summary>
    private void TellLeak(string? origin)
    {
        if (Interlocked.Exchange(ref _hasToldLeak, 1) != 0) return;
        Tell(
            $"The response to {origin ?? "a request"} was neither disposed nor read to its end; its connection was in use until now and "
                + $"has been closed. "
            + "Further leaks are not reported.");
    }

    /// <summary>Reports that user code threw from a Dispose that no call waits for.</summary>
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
        if (leftOut > 0)
            text.Append(' ').Append(leftOut.ToString(CultureInfo.InvariantCulture)).Append(" earlier failures of this kind were left out.");
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
            // On a thread of the pool, an unhandled exception would end the process.
            StandardError.Write(
                string.Concat(message, Environment.NewLine, "The transport's ErrorLog failed: ", FailureText.Of(failure)));
        }
    }
}
