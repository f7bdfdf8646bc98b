// The lines that register a handler when they run.
namespace RouteGen.Generators.Model;

/// <summary>Target of an intercepted call, such as <c>Http.HandleFunc("/x", ...)</c>.</summary>
/// <param name="Parameter">The type of the handler it takes: <c>HandlerFunc</c>, <c>AsyncHandlerFunc</c>, <c>ValueTaskHandlerFunc</c> or
/// <c>IHandler</c>.</param>
/// <param name="IsOfMux">True if it is a method of <c>ServeMux</c>, called on the default one; false if it is one of <c>Http</c>.</param>
internal sealed record LineModel(string Parameter, bool IsOfMux);

/// <summary>
/// Location of a call in the compiler's form: it holds a checksum of the file, so an edit anywhere in the file changes it.
/// </summary>
/// <param name="Version">The version of the encoding.</param>
/// <param name="Data">The place, encoded.</param>
internal sealed record CallSite(int Version, string Data);

/// <summary>Result of reading one call that registers a handler.</summary>
/// <param name="Registration">The registration, or null if there is none, such as for a pattern that is invalid or not a constant.</param>
/// <param name="Problem">The problem of the line, or null for none.</param>
internal sealed record LineResult(Registration? Registration, DiagnosticInfo? Problem);

/// <summary>Settings for calls that register handlers.</summary>
/// <param name="AreIntercepted">True if they have an entry in the table of this project, and interceptors replace them.</param>
internal sealed record LineSettings(bool AreIntercepted);

/// <summary>A line for which an interceptor is written.</summary>
/// <param name="Entry">The index of its entry in the table.</param>
/// <param name="Pattern">The pattern.</param>
/// <param name="Source">Location as messages show it.</param>
/// <param name="Line">The method that it calls.</param>
/// <param name="Site">Its location in the compiler's form.</param>
/// <param name="Middleware">The middleware of the assembly and of the method or lambda, the outermost first.</param>
internal sealed record InterceptedLine(
    int Entry, string Pattern, string Source, LineModel Line, CallSite Site, EquatableArray<MiddlewareModel> Middleware);
