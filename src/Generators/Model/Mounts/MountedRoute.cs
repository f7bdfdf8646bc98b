namespace RouteGen.Generators.Model;

/// <summary>Route of a mounted mux in the table of the outer one.</summary>
/// <param name="Mount">The mount.</param>
/// <param name="Pattern">The pattern of the inner mux's own entry; null: all that is below the path besides.</param>
/// <param name="IsRest">True if it stands for what other routes leave: of this mount, or of one in the inner mux. It gives way to
/// them.</param>
internal sealed record MountedRoute(MountModel Mount, string? Pattern, bool IsRest);
