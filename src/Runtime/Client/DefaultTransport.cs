namespace RouteGen;

/// <summary>The transport of clients without one of their own. A holder of its own: nothing is made before a client needs it.</summary>
internal static class DefaultTransport
{
    internal static readonly Transport Instance = new() { Proxy = Transport.ProxyFromEnvironment };
}

/// <summary>The client of <see cref="Http"/>. A holder of its own, so that a program that only serves does not carry a client.</summary>
internal static class DefaultClientHolder
{
    internal static readonly Client Instance = new();
}
