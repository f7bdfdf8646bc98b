namespace RouteGen.Generators.Model;

/// <summary>A line as its interceptor is written.</summary>
/// <param name="Entry">The index of its entry in the table.</param>
/// <param name="Pattern">The pattern.</param>
/// <param name="Source">Location as messages show it.</param>
/// <param name="Line">What it calls.</param>
/// <param name="Site">Where it is, for the compiler.</param>
/// <param name="Middleware">The assembly's middleware, the outermost first.</param>
internal sealed record InterceptedLine(
    int Entry, string Pattern, string Source, LineModel Line, CallSite Site, EquatableArray<MiddlewareModel> Middleware);
