namespace RouteGen;

/// <summary>
/// Limit on the informational responses to one request. Without it, a server or proxy could send them until the request times out, or
/// without end if there is no timeout (RFC 9110 section 15.2 sets no limit).
/// </summary>
internal struct InformationalResponses
{
    /// <summary>Largest number of informational responses that are skipped, as in Go up to 1.22.</summary>
    internal const int CountMax = 5;

    /// <summary>
    /// Largest number of responses passed to <see cref="ClientTrace.Got1xxResponse"/>. The hook may end the exchange earlier by throwing.
    /// </summary>
    internal const int ToldCountMax = 1000;

    private int _count;
    private long _bytes;

    /// <summary>Counts an informational response. Returns false if it exceeds a limit.</summary>
    /// <param name="bytes">Length of the head.</param>
    /// <param name="bytesMax">Largest total length of the informational heads, which is also the limit of the final head.</param>
    /// <param name="isTold">True if a trace hook is called with the response.</param>
    internal bool TryCount(int bytes, int bytesMax, bool isTold)
    {
        _count++;
        _bytes += bytes;
        return _count <= (isTold ? ToldCountMax : CountMax) && _bytes <= bytesMax;
    }
}
