using System.ComponentModel;

namespace RouteGen;

/// <summary>
/// A handler with middleware in front of it, put together when the program was compiled. Implemented by generated code only.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IMiddlewareChain : IHandler
{
    /// <summary>The handler at the end of the chain.</summary>
    IHandler End { get; }

    /// <summary>Returns the handler at the end of a chain, or the handler itself if it is not a chain.</summary>
    internal static IHandler EndOf(IHandler handler) => handler is IMiddlewareChain chain ? chain.End : handler;
}
