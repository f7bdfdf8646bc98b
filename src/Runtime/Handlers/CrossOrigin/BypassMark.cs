namespace RouteGen.Handling;

/// <summary>Marker for patterns that are exempt from protection. Never called.</summary>
internal sealed class BypassMark : IHandler
{
    internal static readonly BypassMark Instance = new();

    public ValueTask ServeHttpAsync(ResponseWriter w, Request r) => default;
}
