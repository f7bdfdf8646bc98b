using System.ComponentModel;

namespace RouteGen;

/// <summary>
/// A handler with middleware that was added when the program was compiled. Implemented only by generated code.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IMiddlewareChain : IHandler
{
    /// <summary>The handler at the end of the chain.</summary>
    IHandler End { get; }

    /// <summary>Returns the handler at the end of a chain, or the handler itself if it is not a chain.</summary>
    internal static IHandler EndOf(IHandler handler) => handler is IMiddlewareChain chain ? chain.End : handler;
}
