// The input of the plan.
using RouteGen.Generators.Parsing;
using RouteGen.Routing;

namespace RouteGen.Generators.Model;

/// <summary>
/// A route. It must be immutable and compared by value, all the way down, or caching is lost. It contains no symbol, syntax or compilation.
/// It has no location either, so a handler that moves to another line is the same route.
/// </summary>
/// <param name="Pattern">The complete pattern, with its method and all prefixes. It is valid.</param>
/// <param name="HandlerExpression"> The expression of the method in C#, such as <c>global::Handlers.Ping</c>, or <c>mux.Item</c> for an
/// instance method. For a mounted route, the expression of the member that holds the inner mux. Empty if a call passes the handler at run
/// time. </param>
/// <param name="HandlerName">Display name of the handler, such as <c>Handlers.Ping</c> or <c>lambda in Program</c>.</param>
/// <param name="Shape">The return type of the method.</param>
/// <param name="Middleware">The middleware of the handler, outermost first.</param>
/// <param name="Mux">The mux that has the route, or null for <c>DefaultServeMux</c>.</param>
/// <param name="Line">The call that registers the route when it runs, or null if the route is registered when the program starts.</param>
/// <param name="Mounted">The mount that adds the route and the pattern of the route in the inner mux, or null if the route is not
/// mounted.</param>
/// <param name="OuterCount"> For a library's route, the number of outermost middleware that the program adds. The handler expression
/// includes the rest. </param>
internal sealed record RouteModel(
    string Pattern, string HandlerExpression, string HandlerName, HandlerShape Shape, EquatableArray<MiddlewareModel>? Middleware = null,
    MuxModel? Mux = null,
    LineModel? Line = null, MountedRoute? Mounted = null, int OuterCount = 0)
{
    internal EquatableArray<MiddlewareModel> Middleware { get; init; } = Middleware ?? EquatableArray<MiddlewareModel>.Empty;

    /// <summary>The parsed pattern.</summary>
    internal RoutePattern Parsed => Known.Of(Pattern);

    private KnownPattern Known { get; init; }

    /// <summary>Returns the route with another pattern and mux.</summary>
    internal RouteModel With(RoutePattern pattern, MuxModel? mux) => this with { Pattern = pattern.Text, Mux = mux, Known = new(pattern) };

    // The result of parsing, which is not compared, because the text determines it. With 20,000 routes, parsing each pattern again in every
    // step would account for a tenth of the steps' allocations.
    private readonly struct KnownPattern(RoutePattern? pattern) : IEquatable<KnownPattern>
    {
        internal RoutePattern Of(string text) => pattern is not null && pattern.Text == text ? pattern
            : RoutePattern.TryParse(text, out var parsed, out var error) ? parsed!
            : throw new ArgumentException(error, nameof(text));

        public bool Equals(KnownPattern other) => true;

        public override bool Equals(object? obj) => obj is KnownPattern;

        public override int GetHashCode() => 0;
    }
}

/// <summary>Return types of handlers, which determine the delegate type.</summary>
internal enum HandlerShape
{
    Void,
    Task,
    ValueTask,

    /// <summary>An <c>IHandler</c> that includes its middleware: an entry of a referenced library or of a mounted mux.</summary>
    Handler,
}

/// <summary>A middleware of a handler: a type, or a method of a mux.</summary>
/// <param name="Expression">The fully qualified type, or the name of the method, as C# source.</param>
/// <param name="Owner">The mux that declares the method, or null for a type.</param>
internal sealed record MiddlewareModel(string Expression, MuxModel? Owner = null)
{
    /// <summary>Display name, such as <c>Shop.Log</c> or <c>Shop.Api.Authorise</c>.</summary>
    internal string Name => Owner is null ? TypeNames.ForPeople(Expression) : Owner.FullName + "." + Expression.Replace("@", "");
}
