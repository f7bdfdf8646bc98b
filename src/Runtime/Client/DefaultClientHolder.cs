namespace RouteGen;

/// <summary>The client of <see cref="Http"/>. A holder of its own, so that a program that only serves does not carry a client.</summary>
internal static class DefaultClientHolder
{
    internal static readonly Client Instance = new();
}
