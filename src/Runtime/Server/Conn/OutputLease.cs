namespace RouteGen.Serving;

/// <summary>Holds the output of a connection until it is disposed, whatever is thrown meanwhile.</summary>
/// <param name="conn">The connection.</param>
internal readonly struct OutputLease(ServerConn conn) : IDisposable
{
    /// <summary>Lets the output go.</summary>
    public void Dispose() => conn.ReleaseOutput();
}
