namespace RouteGen;

/// <summary>
/// The transport of clients that do not set one. It is created on first use, not by a static constructor, which would make a failure
/// permanent.
/// </summary>
internal static class DefaultTransport
{
    private static Transport? s_instance;

    internal static Transport Instance => s_instance ?? MakeOnce();

    // Two threads may each create a transport. The first is kept; the other has no resources to release.
    private static Transport MakeOnce()
    {
        var made = new Transport { Proxy = Transport.ProxyFromEnvironment };
        return Interlocked.CompareExchange(ref s_instance, made, null) ?? made;
    }
}
