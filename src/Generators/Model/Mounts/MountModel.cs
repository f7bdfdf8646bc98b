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
