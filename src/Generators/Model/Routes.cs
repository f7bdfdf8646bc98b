// The routes as they enter the plan.
using RouteGen.Generators.Parsing;

namespace RouteGen.Generators.Model;

/// <summary>
/// A route as it enters the plan: immutable and equal by value, all the way down, or caching is lost. It holds no symbol, syntax or
/// compilation, and no location either: a handler that moves to another line is the same route.
/// </summary>
/// <param name="Pattern">The whole pattern, with its method and all prefixes; it is valid.</param>
/// <param name="HandlerExpression">
/// The expression of the method in C#, such as <c>global::Handlers.Ping</c>, or <c>mux.Item</c> for an instance; for a mounted route, the
/// member that holds its mux. Empty if a line passes the handler at run time.
/// </param>
/// <param name="HandlerName">Display name of the handler, such as <c>Handlers.Ping</c> or <c>lambda in Program</c>.</param>
/// <param name="Shape">The return type of the method.</param>
/// <param name="Middleware">The middleware in front of it, the outermost first.</param>
/// <param name="Mux">The mux it belongs to, or null for <c>DefaultServeMux</c>.</param>
/// <param name="Line">The line that registers it when it runs, or null if it is registered when the program starts.</param>
/// <param name="Mounted">The mount that adds it, and its pattern in the inner mux, or null if it is not mounted.</param>
/// <param name="OuterCount">
/// Number of its first middleware that a program adds in front of a library's handler, whose expression already includes the rest.
/// </param>
internal sealed record RouteModel(
    string Pattern, string HandlerExpression, string HandlerName, HandlerShape Shape, EquatableArray<MiddlewareModel>? Middleware = null,
    MuxModel? Mux = null,
    LineModel? Line = null, MountedRoute? Mounted = null, int OuterCount = 0)
{
    internal EquatableArray<MiddlewareModel> Middleware { get; init; } = Middleware ?? EquatableArray<MiddlewareModel>.Empty;
}

/// <summary>Return types of handlers, which decide the delegate.</summary>
internal enum HandlerShape
{
    Void,
    Task,
    ValueTask,

    /// <summary>An <c>IHandler</c>, with its middleware in front of it: an entry of a referenced library, or of a mounted mux.</summary>
    Handler,
}

/// <summary>A middleware in front of a handler.</summary>
/// <param name="Expression">The type, as C# writes it from anywhere, or the name of a member, as C# writes it.</param>
/// <param name="Owner">The mux whose member it is, or null for a type.</param>
internal sealed record MiddlewareModel(string Expression, MuxModel? Owner = null)
{
    /// <summary>Display name, such as <c>Shop.Log</c> or <c>Shop.Api.Authorise</c>.</summary>
    internal string Name => Owner is null ? TypeNames.ForPeople(Expression) : Owner.FullName + "." + Expression.Replace("@", "");
}
