using System.ComponentModel;

namespace RouteGen;

/// <summary>
/// A handler with middleware in front of it, put together when the program was compiled. Implemented by generated code; a program does not.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IMiddlewareChain : IHandler
{
    /// <summary>The handler behind all the middleware.</summary>
    IHandler End { get; }

    /// <summary>The handler behind all the middleware of a chain; the handler itself, if it is no chain.</summary>
    internal static IHandler EndOf(IHandler handler) => handler is IMiddlewareChain chain ? chain.End : handler;
}
