namespace RouteGen;

/// <summary>
/// Holder of the client that <see cref="Http"/> uses. It is a separate class, so that a program that only serves contains no client.
/// </summary>
internal static class DefaultClientHolder
{
    internal static readonly Client Instance = new();
}
