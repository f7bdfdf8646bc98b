namespace RouteGen;

/// <summary>
/// The transport of clients that have none of their own. Made when a client first needs it, and not by a static constructor, which would
/// make a failure permanent.
/// </summary>
internal static class DefaultTransport
{
    private static Transport? s_instance;

    internal static Transport Instance => s_instance ?? MakeOnce();

    // Two threads may each make one; the first is kept, and the other holds no resources.
    private static Transport MakeOnce()
    {
        var made = new Transport { Proxy = Transport.ProxyFromEnvironment };
        return Interlocked.CompareExchange(ref s_instance, made, null) ?? made;
    }
}
