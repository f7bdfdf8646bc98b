// Muxes that are mounted in others, and the routes that result.
namespace RouteGen.Generators.Model;

/// <summary>A mux that is mounted in another one. <see cref="Mount"/> adds the location.</summary>
/// <param name="Outer">The mux in which it is mounted, or null for <c>DefaultServeMux</c>.</param>
/// <param name="Inner">The mounted mux.</param>
/// <param name="Host">The host of the mount, or empty for every host.</param>
/// <param name="Path">The path of the mount without its trailing slash, or empty for the root.</param>
/// <param name="Member">The expression of the member in C#, such as <c>global::Shop.Site.Api</c>, or <c>mux._api</c> in an
/// instance.</param>
/// <param name="MemberName">Display name of the member.</param>
/// <param name="Middleware">The middleware of the assembly, of the containing classes and of the member.</param>
/// <param name="AssemblyMiddlewareCount">The number of middleware of the assembly, which the inner routes already include.</param>
internal sealed record MountModel(
    MuxModel? Outer, MuxModel Inner, string Host, string Path, string Member, string MemberName, EquatableArray<MiddlewareModel> Middleware,
    int AssemblyMiddlewareCount);

/// <summary>A mount and the attribute that declares it.</summary>
/// <param name="Model">The mount.</param>
/// <param name="Location">The attribute.</param>
internal sealed record Mount(MountModel Model, LocationInfo Location)
{
    /// <summary>Orders mounts independently of the order of the files in a compilation.</summary>
    internal static int Compare(Mount left, Mount right)
    {
        var order = string.CompareOrdinal(left.Model.MemberName, right.Model.MemberName);
        return order != 0 ? order : left.Location.CompareTo(right.Location);
    }
}

/// <summary>Result of reading one member with <c>[Mount]</c>.</summary>
/// <param name="Mounts">The mounts.</param>
/// <param name="Problems">The problems of the member.</param>
internal sealed record MountResult(EquatableArray<Mount> Mounts, EquatableArray<DiagnosticInfo> Problems);

/// <summary>The origin of a route that a mount adds to the outer mux.</summary>
/// <param name="Mount">The mount.</param>
/// <param name="Pattern">The pattern in the inner mux, or null for the route that matches the rest of the paths below the mount.</param>
/// <param name="IsRest">True if the route matches the rest of the paths below this mount, or below a mount in the inner mux. Such a route
/// is left out if it conflicts with another route of the mount.</param>
internal sealed record MountedRoute(MountModel Mount, string? Pattern, bool IsRest);

/// <summary>All registrations, including mounted routes.</summary>
/// <param name="Registrations">The registrations, sorted.</param>
/// <param name="Problems">The problems of the mounts.</param>
internal sealed record MountedRoutes(EquatableArray<Registration> Registrations, EquatableArray<DiagnosticInfo> Problems);
