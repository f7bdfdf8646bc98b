namespace RouteGen;

/// <summary>
/// Counts the informational responses to one request, and their bytes. A server or proxy could otherwise send them until the request times
/// out, or for ever if there is no timeout (RFC 9110 section 15.2 sets no limit).
/// </summary>
internal struct InformationalResponses
{
    /// <summary>Most informational responses that are skipped (as in Go up to 1.22).</summary>
    internal const int CountMax = 5;

    /// <summary>Most that are passed to <see cref="ClientTrace.Got1xxResponse"/>, which may end the exchange earlier by throwing.</summary>
    internal const int ToldCountMax = 1000;

    private int _count;
    private long _bytes;

    /// <summary>Counts one more. Returns false if that exceeds a limit.</summary>
    /// <param name="bytes">Length of its head, in bytes.</param>
    /// <param name="bytesMax">Largest size of all of them together, in bytes: the limit for one final head.</param>
    /// <param name="isTold">True if a trace is notified of it.</param>
    internal bool TryCount(int bytes, int bytesMax, bool isTold)
    {
        _count++;
        _bytes += bytes;
        return _count <= (isTold ? ToldCountMax : CountMax) && _bytes <= bytesMax;
    }
}
