using RouteGen;

namespace Items;

/// <summary>
/// What the service consists of besides static handlers: muxes with their state, laid out in the default mux when the program is compiled.
/// </summary>
internal static class Site
{
    [Mount("/v1/")]
    internal static ItemsApi Items { get; } = new(new ItemStore());
}
