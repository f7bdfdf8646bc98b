// Muxes that are mounted in others, and the routes that this makes.
namespace RouteGen.Generators.Model;

/// <summary>A mux that is mounted in another one. Without its place: see <see cref="MountResult"/>.</summary>
/// <param name="Outer">The mux it is mounted in; null: <c>DefaultServeMux</c>.</param>
/// <param name="Inner">The mux that is mounted.</param>
/// <param name="Host">The host it is mounted at; empty: every host.</param>
/// <param name="Path">The path it is mounted at, without the slash at its end; empty: the root.</param>
/// <param name="Member">What reads the member in C#, such as <c>global::Shop.Site.Api</c>; of an instance, such as <c>mux._api</c>.</param>
/// <param name="MemberName">Display name of the member.</param>
/// <param name="Middleware">What stands in front of all that is mounted: the assembly's, and that of the classes around the member.</param>
/// <param name="AssemblyMiddlewareCount">How many of these are the assembly's, which the inner routes have in front of them, too.</param>
internal sealed record MountModel(
    MuxModel? Outer, MuxModel Inner, string Host, string Path, string Member, string MemberName, EquatableArray<MiddlewareModel> Middleware,
    int AssemblyMiddlewareCount);

/// <summary>A mount and the attribute that says so. The two part ways before the plan.</summary>
/// <param name="Model">The mount.</param>
/// <param name="Location">The attribute.</param>
internal sealed record Mount(MountModel Model, LocationInfo Location)
{
    /// <summary>An order of their own, so that the order of the files in a compilation shows nowhere.</summary>
    internal static int Compare(Mount left, Mount right)
    {
        var order = string.CompareOrdinal(left.Model.MemberName, right.Model.MemberName);
        return order != 0 ? order : left.Location.CompareTo(right.Location);
    }
}

/// <summary>Result of reading one member with <c>[Mount]</c>.</summary>
/// <param name="Mounts">The mounts.</param>
/// <param name="Problems">What is wrong with it.</param>
internal sealed record MountResult(EquatableArray<Mount> Mounts, EquatableArray<DiagnosticInfo> Problems);

/// <summary>Route of a mounted mux in the table of the outer one.</summary>
/// <param name="Mount">The mount.</param>
/// <param name="Pattern">The pattern of the inner mux's own entry; null: all that is below the path besides.</param>
/// <param name="IsRest">True if it stands for what other routes leave: of this mount, or of one in the inner mux. It gives way to
/// them.</param>
internal sealed record MountedRoute(MountModel Mount, string? Pattern, bool IsRest);

/// <summary>All registrations, those that mounts add included.</summary>
/// <param name="Registrations">The registrations, sorted.</param>
/// <param name="Problems">What is wrong with the mounts.</param>
internal sealed record MountedRoutes(EquatableArray<Registration> Registrations, EquatableArray<DiagnosticInfo> Problems);
