namespace RouteGen.Serving;

/// <summary>Exclusive ownership of a connection's output, until disposed.</summary>
/// <param name="conn">The connection.</param>
internal readonly struct OutputLease(ServedConn conn) : IDisposable
{
    /// <summary>Releases the output.</summary>
    public void Dispose() => conn.ReleaseOutput();
}
