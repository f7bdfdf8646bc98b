// The routes as they enter the plan.
using RouteGen.Generators.Parsing;

namespace RouteGen.Generators.Model;

/// <summary>
/// A route as it enters the plan: immutable and equal by value, all the way down, or caching is lost. No symbol, no syntax, no
/// compilation, and no location either: a handler that moves to another line is the same route.
/// </summary>
/// <param name="Pattern">The whole pattern, with its method and all prefixes; it is valid.</param>
/// <param name="HandlerExpression">
/// What names the method in C#, such as <c>global::Handlers.Ping</c>; of an instance, such as <c>mux.Item</c>; of a mounted route
/// the member that holds its mux; empty: a line brings it when it runs.
/// </param>
/// <param name="HandlerName">Display name of the handler, such as <c>Handlers.Ping</c> or <c>lambda in Program</c>.</param>
/// <param name="Shape">What the method returns.</param>
/// <param name="Middleware">What stands in front of it, the outermost first.</param>
/// <param name="Mux">The mux it belongs to; null: <c>DefaultServeMux</c>.</param>
/// <param name="Line">The line that registers it when it runs; null: it is registered when the program starts.</param>
/// <param name="Mounted">What it is to the mux that it is mounted from; null: it is no such route.</param>
/// <param name="OuterCount">
/// Number of its first middleware that a program adds in front of a handler of a library, whose expression has the rest in front already.
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
/// <param name="Expression">The type, as C# writes it from anywhere; of a member, its name as C# writes it.</param>
/// <param name="Owner">The mux whose member it is; null: a type.</param>
internal sealed record MiddlewareModel(string Expression, MuxModel? Owner = null)
{
    /// <summary>Display name, such as <c>Shop.Log</c> or <c>Shop.Api.Authorise</c>.</summary>
    internal string Name => Owner is null ? TypeNames.ForPeople(Expression) : Owner.FullName + "." + Expression.Replace("@", "");
}
