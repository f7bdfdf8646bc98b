namespace RouteGen;

/// <summary>
/// Counts the informational responses to one request, and their bytes. A server or proxy could send them for as long as the request's time limit
/// lasts, and without one for ever (RFC 9110 section 15.2 has no number).
/// </summary>
internal struct InterimResponses
{
    /// <summary>Most that are skipped (as in Go up to 1.22).</summary>
    internal const int CountMax = 5;

    /// <summary>Most that a trace is told of (<see cref="ClientTrace.Got1xxResponse"/>), which may end the exchange before by throwing.</summary>
    internal const int ToldCountMax = 1000;

    private int _count;
    private long _bytes;

    /// <summary>Counts one more; false: it is too much.</summary>
    /// <param name="bytes">The length of its head.</param>
    /// <param name="bytesMax">The most bytes of all of them together: as many as one final head may have.</param>
    /// <param name="isTold">Whether a trace is told of it.</param>
    internal bool TryCount(int bytes, int bytesMax, bool isTold)
    {
        _count++;
        _bytes += bytes;
        return _count <= (isTold ? ToldCountMax : CountMax) && _bytes <= bytesMax;
    }
}
