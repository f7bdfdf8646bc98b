// A lambda is converted to the first of Task, ValueTask and void that it can return (OverloadResolutionPriority): one that returns a task
// must not become one that drops it, as `(w, r) => w.WriteAsync(data)` would.
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace RouteGen;

/// <summary>Creates handlers from delegates.</summary>
public static class Handler
{
    /// <summary>The delegate as a handler. Go's name: <c>http.HandlerFunc(f)</c>.</summary>
    public static IHandler From(HandlerFunc handler) => new SyncHandler(handler ?? throw new ArgumentNullException(nameof(handler)));

    /// <summary>The asynchronous delegate as a handler.</summary>
    [OverloadResolutionPriority(2)]
    public static IHandler From(AsyncHandlerFunc handler) => new TaskHandler(handler ?? throw new ArgumentNullException(nameof(handler)));

    /// <summary>The asynchronous delegate as a handler.</summary>
    [OverloadResolutionPriority(1)]
    public static IHandler From(ValueTaskHandlerFunc handler) => FromValueTask(handler);

    /// <summary>The asynchronous delegate as a handler. Called by generated code.</summary>
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
