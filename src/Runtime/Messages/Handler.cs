using System.ComponentModel;

namespace RouteGen;

/// <summary>Makes handlers of delegates.</summary>
public static class Handler
{
    /// <summary>The delegate as a handler. Go's name: <c>http.HandlerFunc(f)</c>.</summary>
    public static IHandler From(HandlerFunc handler) => new SyncHandler(handler ?? throw new ArgumentNullException(nameof(handler)));

    /// <summary>The asynchronous delegate as a handler.</summary>
    public static IHandler From(AsyncHandlerFunc handler) => new TaskHandler(handler ?? throw new ArgumentNullException(nameof(handler)));

    /// <summary>The asynchronous delegate as a handler. Called by generated code; a lambda binds to the <c>Task</c> overload.</summary>
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
