// Muxes that are mounted in others, and the routes that result.
namespace RouteGen.Generators.Model;

/// <summary>A mux that is mounted in another one, without its location, which <see cref="Mount"/> adds.</summary>
/// <param name="Outer">The mux it is mounted in, or null for <c>DefaultServeMux</c>.</param>
/// <param name="Inner">The mux that is mounted.</param>
/// <param name="Host">The host it is mounted at, or empty for every host.</param>
/// <param name="Path">The path it is mounted at, without the slash at its end, or empty for the root.</param>
/// <param name="Member">The expression of the member in C#, such as <c>global::Shop.Site.Api</c>, or <c>mux._api</c> in an
/// instance.</param>
/// <param name="MemberName">Display name of the member.</param>
/// <param name="Middleware">The middleware in front of the mount: the assembly's, that of the classes around the member, and its
/// own.</param>
/// <param name="AssemblyMiddlewareCount">The number of these that are the assembly's, which the inner routes have in front of them,
/// too.</param>
internal sealed record MountModel(
    MuxModel? Outer, MuxModel Inner, string Host, string Path, string Member, string MemberName, EquatableArray<MiddlewareModel> Middleware,
    int AssemblyMiddlewareCount);

/// <summary>A mount and the attribute that declares it. The plan gets only the mount.</summary>
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

/// <summary>Route of a mounted mux in the table of the outer one.</summary>
/// <param name="Mount">The mount.</param>
/// <param name="Pattern">The pattern of the inner mux's own entry, or null for all other paths below that of the mount.</param>
/// <param name="IsRest">True if it covers the paths that other routes leave: those of this mount, or of one in the inner mux. It gives way
/// to them.</param>
internal sealed record MountedRoute(MountModel Mount, string? Pattern, bool IsRest);

/// <summary>All registrations, those that mounts add included.</summary>
/// <param name="Registrations">The registrations, sorted.</param>
/// <param name="Problems">The problems of the mounts.</param>
internal sealed record MountedRoutes(EquatableArray<Registration> Registrations, EquatableArray<DiagnosticInfo> Problems);
