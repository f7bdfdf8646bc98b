namespace RouteGen.Handling;

/// <summary>What a mux chooses for a pattern that is exempt from protection. It is never called.</summary>
internal sealed class BypassMark : IHandler
{
    internal static readonly BypassMark Instance = new();

    public ValueTask ServeHttpAsync(ResponseWriter w, Request r) => default;
}
