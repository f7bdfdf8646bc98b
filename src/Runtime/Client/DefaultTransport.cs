namespace RouteGen;

/// <summary>
/// The transport of clients without one of their own. A holder of its own: nothing is made before a client needs it, and by no static constructor, which
/// would keep a failure.
/// </summary>
internal static class DefaultTransport
{
    private static Transport? s_instance;

    internal static Transport Instance => s_instance ?? MakeOnce();

    // Two threads may make one at once; the first one stands, and the other holds nothing.
    private static Transport MakeOnce()
    {
        var made = new Transport { Proxy = Transport.ProxyFromEnvironment };
        return Interlocked.CompareExchange(ref s_instance, made, null) ?? made;
    }
}

/// <summary>The client of <see cref="Http"/>. A holder of its own, so that a program that only serves does not carry a client.</summary>
internal static class DefaultClientHolder
{
    internal static readonly Client Instance = new();
}
