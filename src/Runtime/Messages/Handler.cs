// OverloadResolutionPriority makes the compiler prefer Task, then ValueTask, then void as the return type of a lambda. Otherwise
// `(w, r) => w.WriteAsync(data)` could become a HandlerFunc, and its task would not be awaited.
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace RouteGen;

/// <summary>Creates handlers from delegates.</summary>
public static class Handler
{
    /// <summary>Creates a handler from a delegate. Go's name: <c>http.HandlerFunc(f)</c>.</summary>
    public static IHandler From(HandlerFunc handler) => new SyncHandler(handler ?? throw new ArgumentNullException(nameof(handler)));

    /// <summary>Creates a handler from an asynchronous delegate.</summary>
    [OverloadResolutionPriority(2)]
    public static IHandler From(AsyncHandlerFunc handler) => new TaskHandler(handler ?? throw new ArgumentNullException(nameof(handler)));

    /// <summary>Creates a handler from an asynchronous delegate.</summary>
    [OverloadResolutionPriority(1)]
    public static IHandler From(ValueTaskHandlerFunc handler) => FromValueTask(handler);

    /// <summary>Creates a handler from an asynchronous delegate. Called by generated code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static IHandler FromValueTask(ValueTaskHandlerFunc handler) =>
        new ValueTaskHandler(handler ?? throw new ArgumentNullException(nameof(handler)));

    private sealed class SyncHandler(HandlerFunc handler) : IHandler
    {
        public ValueTask ServeHttpAsync(ResponseWriter w, Request r)
        {
            handler(w, r);
            return default;
        }
    }

    private sealed class TaskHandler(AsyncHandlerFunc handler) : IHandler
    {
        public ValueTask ServeHttpAsync(ResponseWriter w, Request r) => new(handler(w, r));
    }

    private sealed class ValueTaskHandler(ValueTaskHandlerFunc handler) : IHandler
    {
        public ValueTask ServeHttpAsync(ResponseWriter w, Request r) => handler(w, r);
    }
}
