namespace RouteGen.Generators.Model;

/// <summary>A route as a library lists it.</summary>
/// <param name="Route">The route; its expression calls the library's entry.</param>
/// <param name="Source">Where the library registered it, such as <c>Handlers/Health.cs:8</c>.</param>
internal sealed record LibraryRoute(RouteModel Route, string Source);
