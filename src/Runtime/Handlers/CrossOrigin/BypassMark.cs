namespace RouteGen.Handling;

/// <summary>Marks a pattern as exempt from protection. It is never called.</summary>
internal sealed class BypassMark : IHandler
{
    internal static readonly BypassMark Instance = new();

    public ValueTask ServeHttpAsync(ResponseWriter w, Request r) => default;
}
