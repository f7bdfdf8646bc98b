using RouteGen;

namespace Items;

/// <summary>
/// The muxes that have state. The build adds their routes to the table of the default mux.
/// </summary>
internal static class Site
{
    [Mount("/v1/")]
    internal static ItemsApi Items { get; } = new(new ItemStore());
}
