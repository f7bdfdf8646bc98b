// Calls that register a handler at run time.
namespace RouteGen.Generators.Model;

/// <summary>Target of an intercepted call, such as <c>Http.HandleFunc("/x", ...)</c>.</summary>
/// <param name="Parameter">The type of its handler parameter: <c>HandlerFunc</c>, <c>AsyncHandlerFunc</c>, <c>ValueTaskHandlerFunc</c> or
/// <c>IHandler</c>.</param>
/// <param name="IsOfMux">True for a method of <c>ServeMux</c>, called on the default mux; false for a method of <c>Http</c>.</param>
internal sealed record LineModel(string Parameter, bool IsOfMux);

/// <summary>
/// The location of a call in the compiler's form. It contains a checksum of the file, so any edit of the file changes it.
/// </summary>
/// <param name="Version">The version of the encoding.</param>
/// <param name="Data">The encoded location.</param>
internal sealed record CallSite(int Version, string Data);

/// <summary>Result of reading one call that registers a handler.</summary>
/// <param name="Registration">The registration, or null if the call is not intercepted.</param>
/// <param name="Problem">The problem of the call, or null for none.</param>
/// <param name="Mux">The call as one that registers a mux of the same project, or null if it registers another handler.</param>
internal sealed record LineResult(Registration? Registration, DiagnosticInfo? Problem, MuxCall? Mux = null);

/// <summary>A call that registers a mux of the same project with the default mux, and could be a mount.</summary>
/// <param name="Pattern">The pattern, which ends in a slash.</param>
/// <param name="Mux">The registered mux.</param>
/// <param name="TypeName">The name of its class.</param>
/// <param name="IsStripped">True if <c>Http.StripPrefix</c> removes the path of the pattern, as a mount does.</param>
/// <param name="HasMiddleware">True if the assembly has middleware.</param>
/// <param name="Location">The pattern.</param>
internal sealed record MuxCall(
    string Pattern, MuxModel Mux, string TypeName, bool IsStripped, bool HasMiddleware, LocationInfo Location);

/// <summary>Settings for calls that register handlers.</summary>
/// <param name="AreIntercepted">True if interceptors replace the calls, and their routes are in the table of this project.</param>
internal sealed record LineSettings(bool AreIntercepted);

/// <summary>A call for which an interceptor is written.</summary>
/// <param name="Entry">The index of its entry in the table.</param>
/// <param name="Pattern">The pattern.</param>
/// <param name="Source">The location of the call as messages show it.</param>
/// <param name="Line">The called method.</param>
/// <param name="Site">The location of the call in the compiler's form.</param>
/// <param name="Middleware">The middleware of the assembly and of the method or lambda, the outermost first.</param>
internal sealed record InterceptedLine(
    int Entry, string Pattern, string Source, LineModel Line, CallSite Site, EquatableArray<MiddlewareModel> Middleware);
