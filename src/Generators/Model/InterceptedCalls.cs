// The lines that register a handler when they run.
namespace RouteGen.Generators.Model;

/// <summary>Target of an intercepted call, such as <c>Http.HandleFunc("/x", ...)</c>.</summary>
/// <param name="Parameter">The type of the handler it takes: <c>HandlerFunc</c>, <c>AsyncHandlerFunc</c>, <c>ValueTaskHandlerFunc</c> or
/// <c>IHandler</c>.</param>
/// <param name="IsOfMux">True if it is a method of <c>ServeMux</c>, called on the default one; else of <c>Http</c>.</param>
internal sealed record LineModel(string Parameter, bool IsOfMux);

/// <summary>
/// Location of a call in the compiler's form: it holds a checksum of the file, so that an edit anywhere in it makes another.
/// </summary>
/// <param name="Version">The version of the encoding.</param>
/// <param name="Data">The place, encoded.</param>
internal sealed record CallSite(int Version, string Data);

/// <summary>Result of reading one call that registers a handler.</summary>
/// <param name="Registration">The registration; null: the pattern is invalid, or no constant.</param>
/// <param name="Problem">What is wrong or odd about the line; null: nothing.</param>
internal sealed record LineResult(Registration? Registration, DiagnosticInfo? Problem);

/// <summary>Settings for calls that register handlers.</summary>
/// <param name="AreIntercepted">True if they have an entry in the table of this project, and calls of ours in their place.</param>
internal sealed record LineSettings(bool AreIntercepted);

/// <summary>A line as its interceptor is written.</summary>
/// <param name="Entry">The index of its entry in the table.</param>
/// <param name="Pattern">The pattern.</param>
/// <param name="Source">Location as messages show it.</param>
/// <param name="Line">What it calls.</param>
/// <param name="Site">Where it is, for the compiler.</param>
/// <param name="Middleware">The assembly's middleware, the outermost first.</param>
internal sealed record InterceptedLine(
    int Entry, string Pattern, string Source, LineModel Line, CallSite Site, EquatableArray<MiddlewareModel> Middleware);
